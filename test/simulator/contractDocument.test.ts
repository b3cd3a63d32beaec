import { addressOf, isListOperation, routes } from '../../simulator/contractDocument';

test('lists are what can be asked for a page', () => {
	const lists = routes.map(({ operation }) => operation).filter(isListOperation);
	expect(lists.sort()).toEqual([
		'getAccountAssets',
		'getAssets',
		'getContactsByIds',
		'getCustomers',
	]);
});

test('a request that no operation is for is of no list', () => {
	expect(isListOperation(undefined)).toBe(false);
});

test('an address has the ids that it is made of, encoded', () => {
	expect(addressOf('getContact', { customerId: 'a/b', contactId: '2' })).toBe(
		'/api/customer/v1/customers/a%2Fb/contacts/2',
	);
	expect(addressOf('requestApiUserToken')).toBe('/token');
	expect(() => addressOf('getContact', { customerId: '1' })).toThrow('contactId');
});
