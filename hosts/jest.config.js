const { createRequire } = require('node:module');
const path = require('node:path');

const base = require('../jest.config');

// Both are set by scripts/hosts.ts: where the host is installed, and where the package is unpacked.
const { HOST_FOLDER = process.cwd(), HOST_PACKAGE = process.cwd() } = process.env;
const host = createRequire(path.join(HOST_FOLDER, 'package.json'));

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '..',
	testMatch: [
		'operations/all',
		'credentials/verdict',
		'run/cancel',
		'run/picker',
		'run/mapperColumns',
		'transport/token.engine',
		'trigger/baseline.engine',
	].map((name) => `<rootDir>/test/${name}.test.ts`),
	moduleNameMapper: {
		...base.moduleNameMapper,
		'^n8n-core$': host.resolve('n8n-core'),
		'^n8n-workflow$': host.resolve('n8n-workflow'),
		// What ships is taken from the package, and as it is compiled.
		'^(?:\\.\\./)+((?:nodes/TrackunitCustomer|credentials)/.*)$': `${HOST_PACKAGE}/dist/$1`,
	},
};
