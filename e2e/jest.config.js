/** @type {import('jest').Config} */
module.exports = {
	...require('../jest.config'),
	rootDir: '..',
	roots: ['<rootDir>/e2e'],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/e2e/n8n/',
		'<rootDir>/e2e/data/',
		'<rootDir>/e2e/artefacts/',
	],
	testMatch: ['**/e2e/*.test.ts'],
	// One n8n and one browser: tests that ran beside each other would only slow each other down.
	maxWorkers: 1,
	globalSetup: '<rootDir>/e2e/support/globalSetup.ts',
	globalTeardown: '<rootDir>/e2e/support/globalTeardown.ts',
	// A busy machine takes ten times as long as an idle one; a test that hangs ends all the same.
	testTimeout: 180_000,
};
