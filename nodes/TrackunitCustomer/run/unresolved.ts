import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../failure/failure';
import { idOf } from '../ids';
import { listed } from '../parameters/values';
import type { Reference } from '../records/reference';

/** A key that does not name one record: those that have it are none, or several. */
export interface Unresolved {
	reference: Extract<Reference, { key: string }>;
	records: readonly IDataObject[];
}

/** Refuses keys that were looked up together; says which are unknown, which belong to several records, and what to do. */
export function refusalOf(all: readonly Unresolved[]): Refusal {
	const [{ label = '', lookup } = {}] = all.map(({ reference }) => reference);
	const keyLabel = lookup?.keyLabel ?? '';
	const noun = label.toLowerCase();
	const unknown = all.filter(({ records }) => records.length === 0);
	const several = all.filter(({ records }) => records.length > 0);
	const keys = unknown.map(({ reference }) => `'${reference.key}'`);
	const twins = several.map(
		({ reference, records }) => `'${reference.key}' (${listed(records.map(idOf))})`,
	);
	const description = [
		keys.length > 0 &&
			`Nothing in Trackunit has the ${plural(keyLabel, keys)} ${listed(keys)}. Correct ${keys.length > 1 ? 'them' : 'it'}, or create the ${plural(noun, keys)} in Trackunit.`,
		twins.length > 0 &&
			`More than one has the ${plural(keyLabel, twins)} ${listed(twins)}. Choose one by its ID.`,
	].filter((sentence) => sentence);
	return new Refusal(
		titleOf(label, keyLabel, unknown.length, several.length),
		description.join(' '),
	);
}

function titleOf(label: string, keyLabel: string, unknown: number, several: number): string {
	const noun = label.toLowerCase();
	if (unknown + several === 1) {
		return `${unknown > 0 ? 'No' : 'More than one'} ${noun} with this ${keyLabel}`;
	}
	const problems = [unknown > 0 && 'does not know', several > 0 && 'knows more than once'];
	return `'${label}s' names ${unknown + several} ${noun}s that Trackunit ${problems.filter(Boolean).join(' or ')}`;
}

function plural(word: string, { length }: readonly unknown[]): string {
	return length === 1 ? word : `${word}s`;
}
