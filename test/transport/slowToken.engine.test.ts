import {
	rows,
	SIGNING_IN,
	useTrackunit,
	withoutBackOff,
	type Trackunit,
} from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});
withoutBackOff();

it.each(SIGNING_IN)(
	'a token may take longer to come than an answer of Trackunit may (%s)',
	async (authentication) => {
		t.faults.add({ kind: 'latency', ms: 1500, on: { path: '/token*' } });
		const result = await t.run({
			operation: 'create',
			authentication,
			parameters: { name: '={{ $json.name }}' },
			options: { timeout: 1000, maxRetries: 0 },
			input: rows(3),
		});
		expect(result.error).toBeUndefined();
		expect(t.sent()).toEqual(Array(3).fill('POST /customers 201'));
	},
);
