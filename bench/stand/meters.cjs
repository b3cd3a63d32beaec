/*
 * Loaded into n8n's process before n8n itself: notes every few milliseconds what the process has used, and
 * tells it at a port of this machine. A gap between two notes is a stretch in which n8n did nothing else.
 */
const http = require('node:http');
const v8 = require('node:v8');
const vm = require('node:vm');
const { isMainThread } = require('node:worker_threads');

const EVERY = 10;
const MOST_NOTES = 200_000;

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

const notes = [];
let collectEvery = 0;
let nextCollection = 0;

function note() {
	const now = performance.timeOrigin + performance.now();
	const collects = collectEvery > 0 && now >= nextCollection;
	if (collects) {
		collectGarbage();
		const ended = performance.timeOrigin + performance.now();
		// A large heap takes long: n8n is to come to something between two collections. Where they were rarer, they
		// missed the peak of a short run.
		nextCollection = ended + Math.max(collectEvery, ended - now);
	}
	const { user, system } = process.cpuUsage();
	notes.push([now, (user + system) / 1000, v8.getHeapStatistics().used_heap_size, collects]);
	if (notes.length > MOST_NOTES) notes.splice(0, MOST_NOTES / 10);
}

/** What was used between two times, in milliseconds since 1970. */
function used(from, to) {
	const inside = notes.filter(([time]) => time >= from && time <= to);
	const before = notes.findLast(([time]) => time < from) ?? inside[0];
	const after = notes.find(([time]) => time > to) ?? inside.at(-1);
	const all = [before, ...inside, after].filter(Boolean);
	const heaps = all.filter(([, , , collects]) => collects);
	let longestGap = 0;
	for (let index = 1; index < all.length; index += 1) {
		longestGap = Math.max(longestGap, all[index][0] - all[index - 1][0] - EVERY);
	}
	return {
		cpu: after && before ? after[1] - before[1] : 0,
		heap: heaps.reduce((most, [, , heap]) => Math.max(most, heap), 0),
		longestGap,
	};
}

function answer(request, response) {
	const { searchParams } = new URL(request.url, 'http://127.0.0.1');
	note();
	if (searchParams.has('collectEvery')) {
		collectEvery = Number(searchParams.get('collectEvery'));
		nextCollection = 0;
	}
	const from = Number(searchParams.get('from') ?? 0);
	const to = Number(searchParams.get('to') ?? Infinity);
	response.setHeader('connection', 'close');
	response.end(JSON.stringify(used(from, to)));
}

// n8n's own threads load it too.
if (isMainThread) {
	setInterval(note, EVERY).unref();
	const port = Number(process.env.BENCH_METERS_PORT);
	http.createServer(answer).listen(port, '127.0.0.1').unref();
}
