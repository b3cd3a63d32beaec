import type { Fault } from '../../simulator';
import type { Random } from '../../simulator/random';

/** What goes wrong at Trackunit in a usual week; none of it takes long. */
const TROUBLES: readonly Fault[] = [
	{ kind: 'rateLimit', retryAfter: '1' },
	{ kind: 'rateLimit' },
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 503 },
	{ kind: 'status', status: 403 },
	{ kind: 'statusAfter', status: 502 },
	{ kind: 'resetBefore' },
	{ kind: 'resetAfter' },
	{ kind: 'truncated' },
	{ kind: 'truncatedJson' },
	{ kind: 'html', status: 502 },
	{ kind: 'html', status: 200 },
	{ kind: 'emptyBody', status: 500 },
	{ kind: 'expireTokens' },
	{ kind: 'drift', change: 'move' },
	{ kind: 'lieTotals', totalElements: 5 },
	{ kind: 'noTotals' },
];

/** Answers are slow now and then, and a few requests go wrong. */
export function troubles({ pick, between }: Random): Fault[] {
	const latency: Fault = { kind: 'latency', ms: [0, 20], times: 'always' };
	const others = Array.from(
		{ length: between(0, 4) },
		(): Fault => ({ ...pick(TROUBLES), after: between(0, 20), times: between(1, 2) }),
	);
	return [latency, ...others];
}
