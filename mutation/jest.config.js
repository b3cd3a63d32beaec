/** @type {import('jest').Config} */
module.exports = {
	...require('../jest.config'),
	rootDir: '..',
	testMatch: require('./rooms.cjs').testMatch,
};
