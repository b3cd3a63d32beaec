import { Refusal } from '../../failure/failure';
import { readFlag } from '../../parameters/options';
import type { Planning, Row, Together } from '../../run/operation';
import { incomplete } from '../../transport/pages';
import {
	byCustomer,
	change,
	parametersOf,
	readRow,
	refuseConflicts,
	rowResult,
	type Input,
} from './assignment';

export const set: Together<Input> = {
	name: 'Set',
	value: 'set',
	action: 'Set assets of customer',
	description:
		'Replace the assets of a customer with exactly those given; all rows of a customer are combined',
	parameters: parametersOf('allowEmpty'),
	read: (p) => readRow(p, readFlag(p, 'allowEmpty')),
	async plan(run, rows) {
		const conflicting = refuseConflicts(run, rows);
		refuseIncomplete(
			run,
			rows.filter(({ item }) => !conflicting.has(item)),
		);
		return await Promise.resolve(byCustomer(run, rows));
	},
	async executeTogether(run, inputs) {
		const [first] = inputs;
		const { ids: current, short } = (await first?.current()) ?? { ids: new Set() };
		if (short !== undefined) {
			throw incomplete(short, 'What the customer has is not known, so nothing was sent for it.');
		}
		const wanted = new Set(inputs.flatMap(({ own }) => own));
		const isNew = (id: string): boolean => !current.has(id);
		const unassigned = [...current].filter((id) => !wanted.has(id));
		if (first) {
			await change(run, first.customer, {
				assign: [...wanted].filter(isNew),
				unassign: unassigned,
			});
		}
		return inputs.map((input) =>
			rowResult(run, input, {
				assigned: input.own.filter(isNew),
				unassigned: input === first ? unassigned : [],
				unchanged: [...input.own.filter((id) => !isNew(id)), ...input.repeated],
			}),
		);
	},
};

/** With a row missing, its assets would be taken away: then nothing is sent for its customer. */
function refuseIncomplete(run: Planning, rows: Array<Row<Input>>): void {
	const missing = new Map<string, number>();
	for (const { item, ids } of run.refused()) {
		const [customerId] = ids;
		if (customerId !== undefined && !missing.has(customerId)) missing.set(customerId, item);
	}
	for (const { item, input } of rows) {
		const cause = missing.get(run.idOf(input.customer));
		if (cause === undefined) continue;
		run.refuse(
			item,
			new Refusal(
				'Nothing was sent for this customer',
				`Item ${cause} of the same customer was refused, and without it, its assets would be unassigned.`,
			),
		);
	}
}
