/**
 * Has installed packages loaded by Node itself, once a process: n8n's engine alone takes two seconds,
 * and jest loads it anew for each file of tests.
 */
const { createRequire, isBuiltin } = require('node:module');
const { sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${sep}node_modules${sep}`;

class PackagesOnceRuntime extends Runtime {
	requireModuleOrMock(from, name) {
		const file = packagedFile(from, name);
		return file === undefined ? super.requireModuleOrMock(from, name) : require(file);
	}
}

/** Where the package is that one of the project's own files asks for; undefined for all else. */
function packagedFile(from, name) {
	if (from.includes(PACKAGES) || name.startsWith('@jest/') || isBuiltin(name)) return undefined;
	if (name.startsWith('.')) return undefined;
	try {
		const file = createRequire(from).resolve(name);
		return file.includes(PACKAGES) ? file : undefined;
	} catch {
		return undefined;
	}
}

module.exports = { __esModule: true, default: PackagesOnceRuntime };
