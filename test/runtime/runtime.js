/**
 * Has installed packages loaded by Node itself, once a process: n8n's engine alone takes two seconds,
 * and jest loads it anew for each file of tests.
 */
const { createRequire, isBuiltin } = require('node:module');
const { sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${sep}node_modules${sep}`;

class PackagesOnceRuntime extends Runtime {
	constructor(config, environment, resolver, ...others) {
		super(config, environment, resolver, ...others);
		this.resolver = resolver;
	}

	requireModuleOrMock(from, name) {
		const file = this.packagedFile(from, name);
		return file === undefined ? super.requireModuleOrMock(from, name) : require(file);
	}

	/** Where the package is that one of the project's own files asks for; undefined for all else. */
	packagedFile(from, name) {
		if (from.includes(PACKAGES) || name.startsWith('@jest/') || isBuiltin(name)) return undefined;
		if (name.startsWith('.')) return undefined;
		const file = this.resolver.resolveStubModuleName(from, name) ?? resolved(from, name);
		return file?.includes(PACKAGES) ? file : undefined;
	}
}

function resolved(from, name) {
	try {
		return createRequire(from).resolve(name);
	} catch {
		return undefined;
	}
}

module.exports = { __esModule: true, default: PackagesOnceRuntime };
