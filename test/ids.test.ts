import { idOf, isUuid, textOfId, toId } from '../nodes/TrackunitCustomer/ids';

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
	[
		'such a UUID as GraphQL writes it, in capitals',
		'___Asset___00000000-0000-0000-0000-00000015C64F',
		'00000000-0000-0000-0000-00000015c64f',
	],
	['an id of another kind', 'Abc-1', 'Abc-1'],
	['an id that only looks like one of GraphQL', '___Customer___12', '___Customer___12'],
])('%s is compared as it is known to REST', (_, id, known) => {
	expect(toId(id)).toBe(known);
});

it('a UUID is told from ids of another kind, also one that was a number once', () => {
	const uuids = [UUID, UUID.toUpperCase(), '00000000-0000-0000-0000-000001427023'];
	expect(uuids.map(isUuid)).toEqual([true, true, true]);
	expect(['1427023', `___Asset___${UUID}`, ''].map(isUuid)).toEqual([false, false, false]);
});

it.each([
	['text', 'a1', 'a1'],
	['a number', 1427023, '1427023'],
	['the number 0', 0, '0'],
	['empty text', '', undefined],
	['nothing', null, undefined],
	['a truth', true, undefined],
])('%s as an id is read as text', (_, id, text) => {
	expect(textOfId(id)).toBe(text);
	expect(idOf({ id })).toBe(text);
	expect(idOf({ assetId: id })).toBe(text);
});
