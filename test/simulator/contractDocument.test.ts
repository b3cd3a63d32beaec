import { isListOperation, routes } from '../../simulator/contractDocument';

test('lists are what can be asked for a page', () => {
	const lists = routes.map(({ operation }) => operation).filter(isListOperation);
	expect(lists.sort()).toEqual(['getAssets', 'getContacts', 'getCustomerAssets', 'getCustomers']);
});

test('a request that no operation is for is of no list', () => {
	expect(isListOperation(undefined)).toBe(false);
});
