import type { Fault } from '../../simulator';

const LIST = '/api/customer/v1/customers';
const RECORD = '/api/customer/v1/customers/*';

/** What goes wrong at the local Trackunit in the demo, at which requests, and how often. */
export const FAULTS: Array<{ says: string; fault: Fault & { times: number } }> = [
	{
		says: 'too many requests, twice (429, with Retry-After)',
		fault: {
			kind: 'rateLimit',
			retryAfter: '1',
			on: { method: 'POST', path: LIST },
			after: 100,
			times: 2,
		},
	},
	{
		says: 'not available, once while listing (503)',
		fault: {
			kind: 'status',
			status: 503,
			on: { method: 'GET', path: LIST },
			after: 2,
			times: 1,
		},
	},
	{
		says: 'the access token expires, once',
		fault: {
			kind: 'expireTokens',
			on: { method: 'PATCH', path: RECORD },
			after: 100,
			times: 1,
		},
	},
	{
		says: 'the connection breaks, twice',
		fault: {
			kind: 'resetBefore',
			on: { method: 'PATCH', path: RECORD },
			after: 200,
			times: 2,
		},
	},
	{
		says: 'not available, once while deleting (503)',
		fault: {
			kind: 'status',
			status: 503,
			on: { method: 'DELETE', path: RECORD },
			after: 3,
			times: 1,
		},
	},
];
