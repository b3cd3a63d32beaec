import type { IDataObject } from 'n8n-workflow';

import { asError, isRefusedByApi, reasonsOf, Refusal, RequestFailure } from '../../failure/failure';
import { idOf, textOfId, toId } from '../../ids';
import { isObject } from '../../json';
import type { AssignmentBody } from '../../parameters/options';
import { listed } from '../../parameters/values';
import { CUSTOMER_ASSETS } from '../../paths';
import type { Run } from '../../run/operation';

/** What is to be changed of a customer's assets, as ids. */
export interface Changes {
	assign: readonly string[];
	unassign: readonly string[];
}

/** A way in which Trackunit may want an assignment written. */
interface Shape {
	name: Exclude<AssignmentBody, 'auto'>;
	takesAway: boolean;
	/** `current` is what the customer has. */
	body(changes: Changes, current: ReadonlySet<string>): IDataObject;
}

/** As many ids as one request may carry. */
export const MOST_IDS = 1000;

function withoutEmpty(lists: Record<string, string[] | IDataObject[]>): IDataObject {
	return Object.fromEntries(Object.entries(lists).filter(([, { length }]) => length > 0));
}

const SHAPES: readonly Shape[] = [
	{
		name: 'assign',
		takesAway: true,
		body: ({ assign, unassign }) => withoutEmpty({ assign: [...assign], unassign: [...unassign] }),
	},
	{
		name: 'add',
		takesAway: true,
		body: ({ assign, unassign }) =>
			withoutEmpty({
				add: assign.map((assetId) => ({ assetId })),
				remove: unassign.map((assetId) => ({ assetId })),
			}),
	},
	{
		name: 'assetIds',
		takesAway: false,
		// Whether the list adds to what is there or replaces it, what is there stays.
		body({ assign }, current) {
			const all = [...new Set([...current, ...assign])];
			return { assetIds: all.length > MOST_IDS ? [...assign] : all };
		},
	},
];

/** Writes the assignments of a run, all in the same shape. */
export interface Writer {
	/** Throws where the shape that is known by now has no words for the changes. */
	check(changes: Changes): void;
	/** Sends one request's changes; throws where they were not made. */
	send(run: Run, customerId: string, changes: Changes, current: ReadonlySet<string>): Promise<void>;
}

const CHOOSE = "Choose another 'Assignment Body' in options.";

/** What this shape has no words for must not be sent without it. */
function refuseTakingAway(): never {
	throw new Refusal(
		'Trackunit cannot unassign assets in this way',
		`The list of assetIds only assigns. Nothing was sent. ${CHOOSE}`,
	);
}

function nothingChanged(): Refusal {
	return new Refusal(
		'Trackunit accepted the assignment but changed nothing',
		`The API wants it written in a way that this node does not know. ${CHOOSE}`,
	);
}

function partlyChanged(ids: readonly string[]): Refusal {
	return new Refusal(
		'Trackunit accepted the assignment but changed only part of it',
		`These assets are as they were: ${listed(ids)}.`,
	);
}

/** `assign[3]` or `add[3].assetId` as the asset that stands there. */
function nameAsset(field: string, body: IDataObject): string {
	const [, key = '', index = ''] = /^(\w+)\[(\d+)\]/.exec(field) ?? [];
	const list = body[key];
	const entry: unknown = Array.isArray(list) ? list[Number(index)] : undefined;
	const id = isObject(entry) ? entry.assetId : entry;
	return typeof id === 'string' ? `asset ${id}` : field;
}

function takes({ takesAway }: Shape): boolean {
	return takesAway;
}

/** The body of each of the shapes, in one. */
function bodyIn(shapes: readonly Shape[], ...asked: Parameters<Shape['body']>): IDataObject {
	return Object.fromEntries(shapes.flatMap((shape) => Object.entries(shape.body(...asked))));
}

async function sendAs(
	shapes: readonly Shape[],
	...[run, customerId, changes, current]: Parameters<Writer['send']>
): Promise<void> {
	if (changes.unassign.length > 0 && !shapes.some(takes)) refuseTakingAway();
	const body = bodyIn(shapes, changes, current);
	// Assigning what is assigned changes nothing, so it may be sent twice.
	await run.write({
		method: 'POST',
		path: CUSTOMER_ASSETS,
		ids: { customerId },
		body,
		repeatable: true,
		nameField: (field) => nameAsset(field, body),
	});
}

/** Whether a refusal says that the shape was not understood, or may say so. One that counts the entries of a list knew it. */
function isOfShape(error: unknown): error is RequestFailure {
	if (!(error instanceof RequestFailure) || !isRefusedByApi(error.failure, 400)) return false;
	return !reasonsOf(error.failure).violations.some(({ field }) => /^\w+\[\d+\]/.test(field));
}

/** The id of an asset in a row of a customer's list. */
export function assetIdOf(row: IDataObject): string | undefined {
	const id = textOfId(row.assetId) ?? idOf(row);
	return id === undefined ? undefined : toId(id);
}

/** The assets of a customer that were to be changed and are as they were; none where the list came short. */
async function unchangedOf(
	run: Run,
	customerId: string,
	{ assign, unassign }: Changes,
): Promise<string[]> {
	const { rows, short } = await run.list({ path: CUSTOMER_ASSETS, ids: { customerId } });
	if (short !== undefined) return [];
	const has = new Set(rows.map(assetIdOf));
	return [...assign.filter((id) => !has.has(id)), ...unassign.filter((id) => has.has(id))];
}

/**
 * One for each run. Which shape Trackunit wants is found out by the first request: one that is refused with 400 did
 * nothing, so the next is tried; one that is accepted is read back, since an API may ignore keys that it does not know.
 * Such an API is given all that are left in one body, and does the one that it knows.
 */
export function createWriter(chosen: AssignmentBody): Writer {
	let shapes = SHAPES.filter(({ name }) => chosen === 'auto' || name === chosen);
	let isKnown = chosen !== 'auto';
	let ignoresUnknown = false;
	let finding: Promise<void> | undefined;
	let failed: Refusal | undefined;

	/** Whether what is known by now says how to write the changes, or that they cannot be written. */
	function isSettled({ unassign }: Changes): boolean {
		return isKnown && (unassign.length === 0 || new Set(shapes.map(takes)).size === 1);
	}

	async function find(...asked: Parameters<Writer['send']>): Promise<void> {
		const [run, customerId, changes] = asked;
		let refusal: RequestFailure | undefined;
		const isUsable = ({ takesAway }: Shape): boolean => takesAway || changes.unassign.length === 0;
		for (let left = shapes.filter(isUsable); left.length > 0; ) {
			const tried = ignoresUnknown ? left : left.slice(0, 1);
			left = left.filter((shape) => !tried.includes(shape));
			try {
				await sendAs(tried, ...asked);
				if (run.options.dryRun) return;
				const unchanged = await unchangedOf(run, customerId, changes);
				if (unchanged.length < changes.assign.length + changes.unassign.length) {
					shapes = tried;
					isKnown = true;
					if (unchanged.length > 0) throw partlyChanged(unchanged);
					return;
				}
				ignoresUnknown = true;
			} catch (error) {
				if (!isOfShape(error)) throw asError(error);
				refusal ??= error;
			}
		}
		if (refusal) throw refusal;
		// Other changes may go by a shape that these had no use for.
		if (changes.unassign.length === 0) failed = nothingChanged();
		else if (isKnown) shapes = shapes.filter((shape) => !isUsable(shape));
		throw failed ?? nothingChanged();
	}

	return {
		check({ unassign }) {
			if (isKnown && unassign.length > 0 && !shapes.some(takes)) refuseTakingAway();
		},
		async send(...asked) {
			const [, , changes] = asked;
			while (!isSettled(changes) && finding) await finding.catch(() => undefined);
			if (isSettled(changes)) return await sendAs(shapes, ...asked);
			if (failed) throw failed;
			finding = find(...asked).finally(() => (finding = undefined));
			await finding;
		},
	};
}
