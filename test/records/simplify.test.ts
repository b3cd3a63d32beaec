import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import { recordAfterWrite } from '../../nodes/TrackunitCustomer/records/written';
import { simplify } from '../../nodes/TrackunitCustomer/records/simplify';

it('simplifies to ten flat fields at the most, in a fixed order', () => {
	const simple = simplify(customerFields, {
		extra: { deep: 1 },
		address: { city: 'Aarhus', streetAddress: 'Havnegade 1', state: 'x' },
		name: 'Acme',
		id: '1',
	});
	expect(Object.entries(simple)).toEqual([
		['id', '1'],
		['name', 'Acme'],
		['type', null],
		['externalReference', null],
		['email', null],
		['phoneNumber', null],
		['streetAddress', 'Havnegade 1'],
		['zipCode', null],
		['city', 'Aarhus'],
		['country', null],
	]);
});

it('simplifies a record whose address is null', () => {
	expect(simplify(customerFields, { id: '1', address: null })).toMatchObject({
		id: '1',
		city: null,
	});
});

describe('an answer to a write', () => {
	const headers = { location: 'https://iris.example/api/customer/v1/customers/abc-1' };

	it('is the body where there is one', () => {
		expect(recordAfterWrite({ status: 200, headers, body: { id: 'x' } }, { name: 'a' })).toEqual({
			id: 'x',
		});
	});

	it('without a body is what was sent with the id that is known', () => {
		const answer = { status: 204, headers: {}, body: undefined };
		expect(recordAfterWrite(answer, { name: 'a' }, 'known')).toEqual({ id: 'known', name: 'a' });
	});

	it('without a body finds the id of a new record in the Location header', () => {
		const answer = { status: 201, headers, body: undefined };
		expect(recordAfterWrite(answer, { name: 'a' })).toEqual({ id: 'abc-1', name: 'a' });
	});
});
