const { dest, src } = require('gulp');

// `encoding: false` keeps binary files as they are; `base` keeps icons/ below dist/.
const icons = () =>
	src(['icons/*.{png,svg}', '{nodes,credentials}/**/*.{png,svg}'], {
		base: '.',
		encoding: false,
		allowEmpty: true,
	}).pipe(dest('dist'));

exports['build:icons'] = icons;
exports.default = icons;
