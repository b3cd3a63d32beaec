/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test: what the rule guards, n8n's process, never loads it */
import { readFileSync } from 'node:fs';

import SwaggerParser from '@apidevtools/swagger-parser';

import { CONTRACT } from '../../scripts/contract/check';
import type { Contract } from '../../scripts/contract/compare';
import { compare } from '../../scripts/contract/compare';
import type { Difference } from '../../scripts/contract/difference';
import { readContract } from '../../scripts/contract/document';
import { isObject } from '../../nodes/TrackunitCustomer/json';

type Key = string | number;

export const text = readFileSync(CONTRACT, 'utf8');
export const ours: Contract = readContract(text);

/** A copy of the contract to doctor. */
export const copy = (): unknown => structuredClone(ours.document);

/** A copy of the contract without `$ref`s in which nothing is shared, so that a change shows in one place. */
export async function inlined(): Promise<unknown> {
	const document = await SwaggerParser.dereference(CONTRACT);
	return JSON.parse(JSON.stringify(document));
}

/** A copy of what lies below `/api/customer`, which is all that Trackunit's own document has, on the server given. */
export function customerApi(server: unknown): unknown {
	const document = copy();
	const paths = Object.entries(Object(get(document, 'paths')))
		.filter(([path]) => path.startsWith('/api/customer/'))
		.map(([path, item]) => [path.replace('/api/customer', ''), item]);
	put(document, ['paths'], Object.fromEntries(paths));
	put(document, ['servers'], [server]);
	return document;
}

export function get(document: unknown, ...keys: Key[]): unknown {
	return keys.reduce((value, key) => Reflect.get(Object(value), key), document);
}

/** Sets what stands at the keys, which must lead to something that exists but for the last. */
export function put(document: unknown, keys: Key[], value: unknown): void {
	const [last] = keys.slice(-1);
	const holder = get(document, ...keys.slice(0, -1));
	if (last === undefined || typeof holder !== 'object' || holder === null) {
		throw new Error(`The contract has no ${keys.slice(0, -1).join('/')}`);
	}
	Reflect.set(holder, last, value);
}

/** Removes what stands at the keys; it must exist. */
export function drop(document: unknown, keys: Key[]): void {
	const [last] = keys.slice(-1);
	const holder = get(document, ...keys.slice(0, -1));
	if (last === undefined || typeof holder !== 'object' || holder === null || !(last in holder)) {
		throw new Error(`The contract has no ${keys.join('/')}`);
	}
	if (Array.isArray(holder)) holder.splice(Number(last), 1);
	else Reflect.deleteProperty(holder, last);
}

export function rename(document: unknown, keys: Key[], name: string): void {
	const value = get(document, ...keys);
	drop(document, keys);
	put(document, [...keys.slice(0, -1), name], value);
}

/** A copy in which every object, from the innermost outwards, went through `change`. */
export function everywhere(
	value: unknown,
	change: (record: Record<string, unknown>) => Record<string, unknown>,
): unknown {
	if (Array.isArray(value)) return value.map((element) => everywhere(element, change));
	if (!isObject(value)) return value;
	const inner = Object.entries(value).map(([key, part]) => [key, everywhere(part, change)]);
	return change(Object.fromEntries(inner));
}

/** A difference as the tests speak of it: with the way to its line in our file instead of a number. */
export interface Finding {
	kind: string;
	place: string;
	/** Lines above with less indentation, and the line itself. */
	way: string;
}

export const findings = (theirs: unknown): Finding[] => compare(ours, theirs).map(finding);

export const finding = ({ kind, place, line }: Difference): Finding => ({
	kind,
	place,
	way: wayTo(line),
});

/** Found by indentation, so independently of how the comparison finds lines. */
function wayTo(line: number): string {
	const lines = text.split('\n').slice(0, line).reverse();
	const way: string[] = [];
	let indentation = Infinity;
	for (const each of lines) {
		const depth = each.search(/\S/);
		if (depth < 0 || depth >= indentation) continue;
		indentation = depth;
		way.unshift(each.trim());
	}
	return way.join(' ');
}
