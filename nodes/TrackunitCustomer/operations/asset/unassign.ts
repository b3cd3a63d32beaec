import type { Together } from '../../run/operation';
import { alter, byCustomer, packed, parametersOf, readRow, type Input } from './assignment';

export const unassign: Together<Input> = {
	name: 'Unassign',
	value: 'unassign',
	action: 'Unassign assets from customer',
	description: 'Unassign assets from a customer',
	parameters: parametersOf(),
	read: (p) => readRow(p),
	plan: async (run, rows) => await Promise.resolve(byCustomer(run, rows).flatMap(packed)),
	executeTogether: async (run, inputs) => await alter(run, inputs, 'unassign'),
};
