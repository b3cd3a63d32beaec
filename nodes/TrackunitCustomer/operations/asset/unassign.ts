import type { Together } from '../../run/operation';
import {
	answer,
	byCustomer,
	change,
	namedBy,
	packed,
	parametersOf,
	readRow,
	type Input,
} from './assignment';

export const unassign: Together<Input> = {
	name: 'Unassign',
	value: 'unassign',
	action: 'Unassign assets from customer',
	description: 'Take assets away from a customer',
	parameters: parametersOf(),
	read: (p) => readRow(p),
	async plan(run, rows) {
		return await Promise.resolve(byCustomer(run, rows).flatMap(packed));
	},
	async executeTogether(run, inputs) {
		const [first] = inputs;
		const current = (await first?.current()) ?? new Set();
		const isThere = (id: string): boolean => current.has(id);
		if (first) {
			await change(run, first.customer, { unassign: namedBy(inputs).filter(isThere) });
		}
		return inputs.map((input) =>
			answer(run, input, {
				unassigned: input.own.filter(isThere),
				unchanged: [...input.own.filter((id) => !isThere(id)), ...input.repeated],
			}),
		);
	},
};
