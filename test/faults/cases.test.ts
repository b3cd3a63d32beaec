import { resources } from '../../nodes/TrackunitCustomer/operations/registry';
import { CASES } from './cases';

it('has rows for every operation of the node', () => {
	const operations = resources.flatMap((resource) =>
		resource.operations.map(({ value }) => `${resource.value}.${value}`),
	);
	const covered = Object.values(CASES).map((one) => `${one.resource}.${one.operation}`);
	expect([...new Set(covered)].sort()).toEqual(operations.sort());
});
