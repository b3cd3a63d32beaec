import { checkFailure, pairOf } from './checks';
import type { Demo } from './demo';

const LIST = '/api/customer/v1/customers';
const RECORD = `${LIST}/*`;

/** The example has to leave these alone. */
const OTHERS = 250;
const CUSTOMERS = 500;
const FAILING = 'ERP-10250';

export const customers: Demo = {
	file: 'examples/customers.json',
	shows: `${CUSTOMERS} customers were created once each, though requests failed and were sent again.`,
	others: OTHERS,
	prepare() {},
	runs: [
		{
			says: `${CUSTOMERS} customers are created, listed, changed and deleted`,
			troubles: [
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
			],
			check(claims, { result, rows, simulator: { state, log } }) {
				const { equal, each } = claims;
				const created = result.items('Create customers');
				const listed = result.items('Get them all');
				const moved = result.items('Move to Aarhus');
				const deleted = result.items('Delete them');

				equal(`${CUSTOMERS} customers were created`, created.length, CUSTOMERS);
				equal(
					'none was created twice, though requests were sent again',
					log.count({ method: 'POST', path: LIST, status: 201 }),
					CUSTOMERS,
				);
				each(
					'they came out in the order of the rows, each paired with its row',
					created,
					(item, index) =>
						item.json.externalReference === rows[index]?.number && pairOf(item) === index,
				);
				equal(
					'all of them were listed, each once',
					new Set(listed.map(({ json }) => json.id)).size,
					CUSTOMERS,
				);
				equal('all but one were moved', moved.length, CUSTOMERS - 1);
				each(
					'in Trackunit they were in Aarhus then, and had kept their street',
					moved,
					({ json }) =>
						json.city === 'Aarhus' && String(json.streetAddress).startsWith('Industrivej '),
				);
				checkFailure(claims, result, {
					node: 'Move to Aarhus',
					item: listed.findIndex(({ json }) => json.externalReference === FAILING),
					error: 'Trackunit has no such record',
					advice: 'Check the ID',
				});
				each('all of them were deleted, the one that failed too', deleted, ({ json }) =>
					Boolean(json.deleted),
				);
				equal(
					'each once',
					deleted.map(({ json }) => json.id).sort(),
					listed.map(({ json }) => json.id).sort(),
				);
				equal('and are gone from Trackunit', state.customers.size, OTHERS);
			},
		},
	],
};
