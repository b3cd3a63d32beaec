import rooms from './rooms.cjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: rooms.mutate,
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		configFile: 'mutation/jest.config.js',
		enableFindRelatedTests: true,
	},
	coverageAnalysis: 'perTest',
	// Of tables that are made when a file is loaded: each would run all tests, and together they would take most of the time.
	ignoreStatic: true,
	incremental: true,
	incrementalFile: 'mutation/reports/incremental.json',
	htmlReporter: { fileName: 'mutation/reports/mutation.html' },
	reporters: ['clear-text', 'html'],
	clearTextReporter: { allowColor: false, logTests: false },
	ignorePatterns: [
		'/dist',
		'/e2e',
		'/mutation/node_modules',
		'/mutation/reports',
		'/docs/pictures',
	],
	tempDirName: 'mutation/.stryker-tmp',
	concurrency: 2,
	timeoutMS: 3000,
	thresholds: { high: 95, low: 90, break: 90 },
};
