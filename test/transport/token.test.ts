import { sleep } from 'n8n-workflow';

import type { Failure } from '../../nodes/TrackunitCustomer/failure/failure';
import { createTokenGate } from '../../nodes/TrackunitCustomer/transport/token';

const unauthorized: Failure = { kind: 'status', delivery: 'refused', status: 401 };
const refusedSignIn: Failure = { kind: 'signIn', delivery: 'not sent', status: 401 };

/** A server whose token has run out until `renew`. */
function expiring(): {
	call: (renewToken: boolean) => Promise<{ answer: string } | { failure: Failure }>;
	renewals: () => number;
	sent: () => number;
} {
	let valid = false;
	let renewals = 0;
	let sent = 0;
	return {
		renewals: () => renewals,
		sent: () => sent,
		async call(renewToken) {
			sent += 1;
			const wasValid = valid;
			await sleep(0);
			if (wasValid) return { answer: 'ok' };
			if (!renewToken) return { failure: unauthorized };
			renewals += 1;
			await sleep(0);
			valid = true;
			return { answer: 'ok' };
		},
	};
}

describe('the token gate', () => {
	it('renews once for all attempts that meet a 401 together, and sends each again', async () => {
		const { call, renewals } = expiring();
		const token = createTokenGate();
		const outcomes = await Promise.all(
			Array.from({ length: 5 }, async () => await token.run(call, 'here')),
		);
		expect(outcomes).toEqual(Array.from({ length: 5 }, () => ({ answer: 'ok' })));
		expect(renewals()).toBe(1);
	});

	it('is not renewed again for a 401 that comes late, of the token before', async () => {
		const token = createTokenGate();
		const calls: boolean[] = [];
		let answerLate = (): void => undefined;
		const late = token.run(async (renewToken) => {
			calls.push(renewToken);
			if (calls.length > 1) return { answer: 'again' };
			await new Promise<void>((done) => (answerLate = done));
			return { failure: unauthorized };
		}, 'here');
		const { call, renewals } = expiring();
		await token.run(call, 'here');
		expect(renewals()).toBe(1);
		answerLate();
		expect(await late).toEqual({ answer: 'again' });
		expect(calls).toEqual([false, false]);
	});

	it('lets no attempt start with the old one while it is renewed', async () => {
		const token = createTokenGate();
		let renewed = (): void => undefined;
		const first = token.run(async (renewToken) => {
			if (!renewToken) return await Promise.resolve({ failure: unauthorized });
			await new Promise<void>((done) => (renewed = done));
			return { answer: 'first' };
		}, 'here');
		await sleep(0);
		let isSent = false;
		const second = token.run(async () => {
			isSent = true;
			return await Promise.resolve({ answer: 'second' });
		}, 'here');
		await sleep(0);
		expect(isSent).toBe(false);
		renewed();
		expect([await first, await second]).toEqual([{ answer: 'first' }, { answer: 'second' }]);
	});

	it('is renewed for those who come after a renewal that was thrown out', async () => {
		const token = createTokenGate();
		const faulty = async (renewToken: boolean): Promise<{ failure: Failure }> => {
			if (renewToken) throw new Error('ours');
			return await Promise.resolve({ failure: unauthorized });
		};
		await expect(token.run(faulty, 'here')).rejects.toThrow('ours');
		const { call, renewals } = expiring();
		expect(await token.run(call, 'here')).toEqual({ answer: 'ok' });
		expect(renewals()).toBe(1);
	});

	it('takes a second 401 as final', async () => {
		let sent = 0;
		const call = async (): Promise<{ failure: Failure }> => {
			sent += 1;
			return await Promise.resolve({ failure: unauthorized });
		};
		expect(await createTokenGate().run(call, 'here')).toEqual({ failure: unauthorized });
		expect(sent).toBe(2);
	});

	it('asks no more once two new tokens in a row were refused', async () => {
		let sent = 0;
		const call = async (): Promise<{ failure: Failure }> => {
			sent += 1;
			return await Promise.resolve({ failure: unauthorized });
		};
		const token = createTokenGate();
		for (let row = 0; row < 5; row++) {
			expect(await token.run(call, 'here')).toEqual({ failure: unauthorized });
		}
		expect(sent).toBe(4);
	});

	it('goes on where a new token was refused once, as where another program signs in too', async () => {
		const refusals = [true, true, true, false, true, true, true, false];
		const call = async () =>
			await Promise.resolve(refusals.shift() ? { failure: unauthorized } : { answer: 'ok' });
		const token = createTokenGate();
		const outcomes = [];
		for (let row = 0; row < 4; row++) outcomes.push(await token.run(call, 'here'));
		const refusedOnce = [{ failure: unauthorized }, { answer: 'ok' }];
		expect(outcomes).toEqual([...refusedOnce, ...refusedOnce]);
	});

	it('leaves a 401 alone where nobody renews', async () => {
		const { call, sent } = expiring();
		expect(await createTokenGate().run(call, 'never')).toEqual({ failure: unauthorized });
		expect(sent()).toBe(1);
	});

	it('asks no more for a token once signing in was refused', async () => {
		let sent = 0;
		const call = async (): Promise<{ failure: Failure }> => {
			sent += 1;
			return await Promise.resolve({ failure: refusedSignIn });
		};
		const token = createTokenGate();
		for (let row = 0; row < 3; row++) {
			expect(await token.run(call, 'here')).toEqual({ failure: refusedSignIn });
		}
		expect(sent).toBe(1);
	});

	it('asks no more with a token that was refused and that nobody renews', async () => {
		const { call, sent } = expiring();
		const token = createTokenGate();
		for (let row = 0; row < 3; row++) {
			expect(await token.run(call, 'never')).toEqual({ failure: unauthorized });
		}
		expect(sent()).toBe(1);
	});

	it('asks again where the page of a gateway says that the token is refused', async () => {
		const reasons = { violations: [], errors: [], more: 0, isHtml: true, isFromApi: false };
		const failures: Failure[] = [{ ...unauthorized, reasons }];
		const call = async (): Promise<{ failure: Failure } | { answer: string }> => {
			const failure = failures.pop();
			return await Promise.resolve(failure ? { failure } : { answer: 'ok' });
		};
		const token = createTokenGate();
		await token.run(call, 'never');
		expect(await token.run(call, 'never')).toEqual({ answer: 'ok' });
	});

	it('asks again after a sign-in that could not be reached', async () => {
		const failures: Failure[] = [
			{ kind: 'signIn', delivery: 'not sent', networkCode: 'ECONNREFUSED' },
		];
		const call = async (): Promise<{ failure: Failure } | { answer: string }> => {
			const failure = failures.pop();
			return await Promise.resolve(failure ? { failure } : { answer: 'ok' });
		};
		const token = createTokenGate();
		await token.run(call, 'here');
		expect(await token.run(call, 'here')).toEqual({ answer: 'ok' });
	});
});
