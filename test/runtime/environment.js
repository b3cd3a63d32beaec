/**
 * Runs tests in the process's own context, where jest makes one for each file: packages that are loaded
 * once a process (`./runtime`) then mean the same `Error` and `Object` as the tests and the nodes do,
 * as in n8n.
 */
const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { TestEnvironment } = require('jest-environment-node');
const { ModuleMocker } = require('jest-mock');

/** Stands for the process's own context: Node has no value for it, and jest runs nothing without one. */
const OWN_CONTEXT = vm.createContext({});

const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options = {}) =>
	compileFunction(code, parameters, {
		...options,
		parsingContext: options.parsingContext === OWN_CONTEXT ? undefined : options.parsingContext,
	});

module.exports = class OwnContextEnvironment extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		this.global = globalThis;
		this.context = OWN_CONTEXT;
		this.moduleMocker = new ModuleMocker(globalThis);
		// Those of old, which nobody asks for.
		this.fakeTimers = null;
		this.fakeTimersModern = new ModernFakeTimers({
			config: config.projectConfig,
			global: globalThis,
		});
	}
};
