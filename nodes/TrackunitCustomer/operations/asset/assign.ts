import type { Together } from '../../run/operation';
import {
	answer,
	byCustomer,
	change,
	namedBy,
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
	description: 'Assign assets to a customer, beside those that it has',
	parameters: parametersOf(),
	read: (p) => readRow(p),
	async plan(run, rows) {
		const conflicting = refuseConflicts(run, rows);
		const sent = rows.filter(({ item }) => !conflicting.has(item));
		return await Promise.resolve(byCustomer(run, sent).flatMap(packed));
	},
	async executeTogether(run, inputs) {
		const [first] = inputs;
		const current = (await first?.current()) ?? new Set();
		const isNew = (id: string): boolean => !current.has(id);
		if (first) {
			await change(run, first.customer, { assign: namedBy(inputs).filter(isNew) });
		}
		return inputs.map((input) =>
			answer(run, input, {
				assigned: input.own.filter(isNew),
				unchanged: [...input.own.filter((id) => !isNew(id)), ...input.repeated],
			}),
		);
	},
};
