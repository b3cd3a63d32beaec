import { readSettings } from '../../nodes/TrackunitCustomer/trigger/settings';
import { parametersOf } from '../parameters/parameters';

const settings = (filters: object): ReturnType<typeof readSettings> =>
	readSettings(parametersOf({ triggerOn: ['customerCreated'], filters }));

it.each([
	[{ name: ' hansen\u00A0' }, { name: 'Hansen Maskiner' }],
	[{ externalReference: ' K-1 ' }, { externalReference: 'K-1' }],
	[{ type: 'dealer' }, { type: 'DEALER' }],
])('reads the filters %j in the form in which keys are compared', (filters, customer) => {
	expect(settings(filters).accept(customer)).toBe(true);
	expect(settings(filters).accept({})).toBe(false);
});

it.each([{ name: undefined }, { name: null }, { name: '' }, { name: ' \u200B' }])(
	'refuses the filter %j, which would let every customer through',
	(filters) => {
		expect(() => settings(filters)).toThrow("'Name Contains' in 'Filters' is empty");
	},
);

describe("'Only This Customer'", () => {
	const only = (customerId: unknown): ReturnType<typeof readSettings> =>
		readSettings(parametersOf({ triggerOn: ['contactCreated'], customerId }));

	it.each([
		[{ mode: 'url', value: 'https://x.example' }, 'is not the URL of a customer'],
		[{ mode: 'color', value: 'red' }, 'has an unknown mode'],
		[{ mode: 'id', value: 'a/b' }, 'is not an ID'],
		[{ mode: 'id', value: ['a'] }, 'is neither text nor a number'],
	])('is called so where %j is refused', (customerId, what) => {
		expect(() => only(customerId)).toThrow(`'Only This Customer' ${what}`);
	});

	it('is a customer to Trackunit', () => {
		expect(only({ mode: 'id', value: 'a' }).customer).toEqual({ label: 'Customer', id: 'a' });
	});
});
