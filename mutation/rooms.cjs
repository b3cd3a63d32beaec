const { createHash } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');

/** Files whose tests do without n8n's engine, so that thousands of changes take hours and not days. */
const PURE =
	/\/(ids|json|yielding)\.ts$|\/(failure|records)\/|\/transport\/(baseUrl|gate|graphql|pages|response|retry|secrets|send|token)\.ts$/;

const tests = {
	pure: [
		'<rootDir>/test/{ids,yielding}.test.ts',
		'<rootDir>/test/{failure,records}/*.test.ts',
		'<rootDir>/test/transport/!(*.engine).test.ts',
	],
	engine: ['<rootDir>/test/{credentials,operations,parameters,run,transport,trigger}/**/*.test.ts'],
};

/** MUTATION_ROOM: 'pure' or 'engine', which is all else. MUTATION_SAMPLE: '2:7' is two lines in a hundred, others for each number behind the colon. */
const { MUTATION_ROOM: room = 'pure', MUTATION_SAMPLE = '100' } = process.env;
const [percent, seed = ''] = MUTATION_SAMPLE.split(':');
if (!(room in tests)) throw new Error(`MUTATION_ROOM is one of ${Object.keys(tests).join(', ')}`);

const files = ['nodes', 'credentials']
	.flatMap((folder) =>
		readdirSync(folder, { recursive: true }).map(
			(file) => `${folder}/${file.replaceAll('\\', '/')}`,
		),
	)
	.filter((file) => file.endsWith('.ts') && PURE.test(file) === (room === 'pure'));

/** Whether chance takes it, the same each time. */
function isDrawn(place) {
	const drawn = createHash('sha256').update(`${seed} ${place}`).digest().readUInt32BE(0);
	return drawn / 2 ** 32 < Number(percent) / 100;
}

function linesOf(file) {
	const lines = readFileSync(file, 'utf8').split('\n').length;
	return Array.from({ length: lines }, (_, index) => `${file}:${index + 1}-${index + 1}`);
}

module.exports = {
	mutate: Number(percent) === 100 ? files : files.flatMap(linesOf).filter(isDrawn),
	testMatch: tests[room],
};
