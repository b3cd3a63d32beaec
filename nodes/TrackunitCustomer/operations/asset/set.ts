import { Refusal } from '../../failure/failure';
import { notice } from '../../parameters/notice';
import { readFlag } from '../../parameters/options';
import type { Planning, Refused, Row, Together } from '../../run/operation';
import { customerProperty } from '../customer/locator';
import {
	byCustomer,
	change,
	claim,
	namedBy,
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
	parameters: parametersOf(
		['allowEmpty'],
		[notice('setNotice', 'Assets of the customer that you do not name are taken away from it.')],
	),
	read: (p) => readRow(p, readFlag(p, 'allowEmpty')),
	async plan(run, rows) {
		const conflicting = refuseConflicts(run, rows);
		const whole = refuseIncomplete(
			run,
			rows.filter(({ item }) => !conflicting.has(item)),
		);
		const groups = byCustomer(run, whole);
		if (run.goesOn && run.refused().length > 0) await refuseLosing(run, groups);
		return groups;
	},
	async executeTogether(run, inputs) {
		const [first] = inputs;
		if (!first) return [];
		const { assign, unassign } = await changesFor(inputs);
		await change(run, first, { assign, unassign });
		const done = new Set(assign);
		return inputs.map((input) => {
			const { own, others } = claim(input, done);
			const unassigned = input === first ? unassign : [];
			return rowResult(run, input, { assigned: own, unassigned, unchanged: others });
		});
	},
};

/** What makes the assets of a customer those that its rows name; throws where it is not known what it has. */
async function changesFor(inputs: Input[]): Promise<{ assign: string[]; unassign: string[] }> {
	const { ids, doubt } = (await inputs[0]?.shared.current()) ?? { ids: new Set() };
	if (doubt) throw doubt;
	const wanted = new Set(namedBy(inputs));
	return {
		assign: [...wanted].filter((id) => !ids.has(id)),
		unassign: [...ids].filter((id) => !wanted.has(id)),
	};
}

function isCustomer({ reference }: Refused['named'][number]): boolean {
	return reference.label === customerProperty.displayName;
}

const NOTHING_SENT = 'Nothing was sent for this customer';

/** With a row missing, its assets would be taken away: then nothing is sent for its customer. Answers the other rows. */
function refuseIncomplete(run: Planning, rows: Array<Row<Input>>): Array<Row<Input>> {
	const missing = new Map<string, number>();
	for (const { item, named } of run.refused()) {
		const id = named.find(isCustomer)?.id;
		if (id !== undefined && !missing.has(id)) missing.set(id, item);
	}
	return rows.filter(({ item, input }) => {
		const cause = missing.get(run.idOf(input.customer));
		if (cause === undefined) return true;
		run.refuse(
			item,
			new Refusal(
				NOTHING_SENT,
				`Item ${cause} of the same customer was refused, and without it, its assets would be unassigned.`,
			),
		);
		return false;
	});
}

/**
 * Refuses the rows of customers that would lose an asset which a refused row names, or may name: it was meant
 * for somebody. Those that are refused so name assets as well.
 */
async function refuseLosing(run: Planning, groups: Array<Array<Row<Input>>>): Promise<void> {
	const lost = new Map<Array<Row<Input>>, string[]>();
	await run.forEach(groups, async (group) => {
		try {
			const { unassign } = await changesFor(group.map(({ input }) => input));
			if (unassign.length > 0) lost.set(group, unassign);
		} catch (error) {
			for (const { item } of group) run.refuse(item, error);
		}
	});
	let count = 0;
	for (let refused = run.refused(); refused.length > count; refused = run.refused()) {
		count = refused.length;
		const causeOf = findCause(refused);
		for (const [group, ids] of lost) {
			const why = causeOf(ids);
			if (why === undefined) continue;
			lost.delete(group);
			for (const { item } of group) run.refuse(item, new Refusal(NOTHING_SENT, why));
		}
	}
}

/** Why assets must not be taken away, where it is so. */
function findCause(refused: Refused[]): (lost: string[]) => string | undefined {
	const causes = new Map<string, number>();
	let unknown: number | undefined;
	for (const { item, named } of refused) {
		const assets = named.filter((one) => !isCustomer(one));
		if (assets.length === 0 || assets.some(({ id }) => id === undefined)) unknown ??= item;
		for (const { id = '' } of assets) if (!causes.has(id)) causes.set(id, item);
	}
	return (lost) => {
		const id = lost.find((one) => causes.has(one));
		if (id !== undefined) {
			return `Item ${causes.get(id)} was refused, and the asset ${id}, which it names, would be unassigned.`;
		}
		if (unknown === undefined) return undefined;
		return `Item ${unknown} was refused, and its assets are not known: one of those that would be unassigned may be meant.`;
	};
}
