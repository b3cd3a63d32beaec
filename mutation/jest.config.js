/** Tests that load no engine: each mutant would load it anew. */
/** @type {import('jest').Config} */
module.exports = {
	...require('../jest.config'),
	rootDir: '..',
	testMatch: [
		'<rootDir>/test/{failure,records}/*.test.ts',
		'<rootDir>/test/transport/!(*.engine).test.ts',
	],
};
