import { refusal, Refused } from './errors';

/** Counts requests by the second of the clock, as a gateway with a fixed window does. */
export interface RequestRate {
	/** Throws Refused 429 for a request beyond so many in this second; null for no limit. */
	admit(maxRequestsPerSecond: number | null): void;
}

export function createRequestRate(): RequestRate {
	let second = 0;
	let admitted = 0;

	return {
		admit(maxRequestsPerSecond) {
			if (maxRequestsPerSecond === null) return;
			const now = Math.floor(Date.now() / 1000);
			if (now !== second) {
				second = now;
				admitted = 0;
			}
			if (admitted >= maxRequestsPerSecond) throw tooMany();
			admitted += 1;
		},
	};
}

function tooMany(): Refused {
	const { answer } = refusal(429, 'too_many_requests', 'Too many requests');
	return new Refused({ ...answer, headers: { 'retry-after': '1' }, outsideContract: true });
}
