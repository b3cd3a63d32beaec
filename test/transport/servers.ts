/** A server in virtual time: what becomes of a request that reaches it `now`, and when. */
export type Server = (now: number) => { status: number; at: number; retryAfter?: string };

const SECOND = 1000;

/** Milliseconds that an attempt takes to reach a server: three round trips of 40 ms. */
export const WAY = 120;

/** As many as come, each as quickly. */
export function unlimited(latency: (now: number) => number): Server {
	return (now) => ({ status: 200, at: now + latency(now) });
}

/** So many in each second of the clock; `retryAfter` says when the next begins. */
export function windowed(
	perSecond: number,
	retryAfter: (now: number) => string = () => '1',
): Server {
	let second = -1;
	let taken = 0;
	return (now) => {
		const current = Math.floor(now / SECOND);
		if (current !== second) taken = 0;
		second = current;
		taken += 1;
		if (taken > perSecond) return { status: 429, at: now + 5, retryAfter: retryAfter(now) };
		return { status: 200, at: now + 5 };
	};
}

/** So many a second, of which as many as in a second may come together; it does not say how long to wait. */
export function bucket(perSecond: number, start: number): Server {
	let left = perSecond;
	let filled = start;
	return (now) => {
		left = Math.min(perSecond, left + ((now - filled) * perSecond) / SECOND);
		filled = now;
		if (left < 1) return { status: 429, at: now + 5 };
		left -= 1;
		return { status: 200, at: now + 30 };
	};
}

/** So many workers, each busy for so long; the rest queue. */
export function workers(count: number, milliseconds: number): Server {
	const free = Array.from({ length: count }, () => 0);
	return (now) => {
		free.sort((a, b) => a - b);
		const [first = 0] = free;
		const at = Math.max(now, first) + milliseconds;
		free[0] = at;
		return { status: 200, at };
	};
}

/** So many at once; it refuses the rest. */
export function atOnce(most: number, milliseconds: number): Server {
	let busy: number[] = [];
	return (now) => {
		busy = busy.filter((until) => until > now);
		if (busy.length >= most) return { status: 429, at: now + 5 };
		busy.push(now + milliseconds);
		return { status: 200, at: now + milliseconds };
	};
}
