import { toId } from '../nodes/TrackunitCustomer/ids';

const UUID = '8d7b1a52-6c0e-4c1f-9d3a-2f4b8f0a9c11';

it.each([
	['a UUID', UUID, UUID],
	['a UUID in capitals', UUID.toUpperCase(), UUID],
	['a UUID as GraphQL writes it', `___Customer___${UUID}`, UUID],
	['one in capitals', `___Asset___${UUID.toUpperCase()}`, UUID],
	[
		'a UUID that was a number once',
		'00000000-0000-0000-0000-000001427023',
		'00000000-0000-0000-0000-000001427023',
	],
	['an id of another kind', 'Abc-1', 'Abc-1'],
	['an id that only looks like one of GraphQL', '___Customer___12', '___Customer___12'],
])('%s is compared as it is known to REST', (_, id, known) => {
	expect(toId(id)).toBe(known);
});
