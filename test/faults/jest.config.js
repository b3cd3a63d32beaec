// The same tests as `npm test` has, with as much of chance as 20 minutes take.
process.env.FAULTS = 'all';

/** @type {import('jest').Config} */
module.exports = {
	...require('../../jest.config'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/faults/*.test.ts', '<rootDir>/test/trigger/histories.test.ts'],
};
