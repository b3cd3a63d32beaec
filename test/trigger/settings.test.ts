import { readSettings } from '../../nodes/TrackunitCustomer/trigger/settings';

const settings = (filters: object): ReturnType<typeof readSettings> => {
	const values: Record<string, unknown> = { triggerOn: ['customerCreated'], filters };
	return readSettings({
		get: (name, fallback) => values[name] ?? fallback,
		raw: (name) => values[name],
	});
};

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
