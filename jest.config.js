const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	// Stryker knows no '<rootDir>'.
	testEnvironment: require.resolve('./test/runtime/environment.js'),
	runtime: require.resolve('./test/runtime/runtime.js'),
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	// No test is about time; on a busy machine those in n8n's engine take ten times as long as on an idle one.
	testTimeout: 60_000,
	// By default jest leaves one processor alone, which on two of them doubles the time; and tests often wait for answers.
	maxWorkers: availableParallelism() + 1,
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	// Types are checked by `npm run typecheck`; checking them again here would double the suite's time.
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.test.json' }] },
};
