import type { Together } from '../../run/operation';
import {
	alter,
	byCustomer,
	packed,
	parametersOf,
	readRow,
	refuseConflicts,
	type Input,
} from './assignment';

export const assign: Together<Input> = {
	name: 'Assign',
	value: 'assign',
	action: 'Assign assets to customer',
	description: 'Add assets to those the customer already has',
	parameters: parametersOf(),
	read: (p) => readRow(p),
	async plan(run, rows) {
		const conflicting = refuseConflicts(run, rows);
		const sent = rows.filter(({ item }) => !conflicting.has(item));
		return await Promise.resolve(byCustomer(run, sent).flatMap(packed));
	},
	executeTogether: async (run, inputs) => await alter(run, inputs, 'assign'),
};
