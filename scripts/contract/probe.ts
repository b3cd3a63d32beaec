import { assetFields } from '../../nodes/TrackunitCustomer/operations/asset/record';
import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import { isObject } from '../../nodes/TrackunitCustomer/json';
import { ASSETS, CUSTOMERS } from '../../nodes/TrackunitCustomer/paths';
import { headOf, placesOf } from '../../nodes/TrackunitCustomer/records/dialect';
import type { AnyField } from '../../nodes/TrackunitCustomer/records/field';

/** Reads one address of the API, such as `/api/customer/v1/customers?page=0`; throws where it answers no JSON. */
export type Read = (address: string) => Promise<unknown>;

/** Of an asset of the account, by the Asset API. */
const ALL_ASSETS = ['id', 'name', 'serialNumber', 'externalReference', 'brand', 'model'];
/** Names only: a key that is data, such as an id, is not shown. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,40}$/;

/** The types of what stands at each path of the records. */
type Shape = ReadonlyMap<string, ReadonlySet<string>>;

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'list';
	return typeof value === 'string' ? (value === '' ? 'empty text' : 'text') : typeof value;
}

function shapeOf(records: readonly unknown[]): Shape {
	const shape = new Map<string, Set<string>>();
	function note(value: unknown, path: string): void {
		if (isObject(value)) {
			for (const [key, below] of Object.entries(value)) {
				const name = NAME.test(key) ? key : '(other)';
				note(below, path === '' ? name : `${path}.${name}`);
			}
		} else shape.set(path, (shape.get(path) ?? new Set()).add(typeOf(value)));
	}
	for (const record of records) note(record, '');
	return shape;
}

function report(records: readonly unknown[], fields: ReadonlyArray<Pick<AnyField, 'path' | 'or'>>) {
	if (records.length === 0) return ['  no records to look at'];
	const bare = records.filter((record) => !isObject(record));
	if (bare.length > 0) return [`  rows are not objects but ${typeOf(bare[0])}`];
	const shape = shapeOf(records);
	const lines: string[] = [];
	const expected = new Set<string>();
	for (const field of fields) {
		const { path } = field;
		const places = placesOf(field);
		for (const place of places) expected.add(place).add(headOf(place));
		const place = places.find((one) => shape.has(one));
		if (place === undefined) lines.push(`  lacks ${path}`);
		else {
			const types = [...(shape.get(place) ?? [])].sort().join(', ');
			const moved = place === path ? '' : ` in place of ${path}`;
			lines.push(`  has ${place}${moved} (${types})`);
		}
	}
	for (const [path, types] of shape) {
		if (!expected.has(path)) lines.push(`  adds ${path} (${[...types].sort().join(', ')})`);
	}
	return lines;
}

/** Words of the local Trackunit's dialects that the records speak. */
function dialectOf(
	customers: readonly unknown[],
	contacts: readonly unknown[],
	assets: readonly unknown[],
): string[] {
	const people = shapeOf([...customers, ...contacts]);
	const rows = shapeOf(assets);
	const addressParts = customerFields.flatMap(({ path, or = [] }) =>
		path.startsWith('address.') ? or : [],
	);
	const words: Array<[string, boolean]> = [
		['flat', !people.has('address') && addressParts.some((part) => shapeOf(customers).has(part))],
		['phone', people.has('phone') && !people.has('phoneNumber')],
		['id', rows.has('id') && !rows.has('assetId')],
		['text', rows.has('')],
		['emptyText', [...people.values()].some((types) => types.has('empty text'))],
	];
	return words.filter(([, speaks]) => speaks).map(([word]) => word);
}

/** Reads a list's first page; only reads, at most five requests in all. */
async function rowsAt(read: Read, address: string): Promise<unknown[]> {
	const page = await read(`${address}?page=0&size=20`);
	return isObject(page) && Array.isArray(page.content) ? page.content : [];
}

/** What real answers have of the contract, lack and add, line by line: names and types, never a value. */
export async function probe(read: Read): Promise<string[]> {
	const customers = await rowsAt(read, CUSTOMERS);
	const id = customers.filter(isObject).map((one) => one.id)[0];
	const address = `${CUSTOMERS}/${encodeURIComponent(String(id ?? ''))}`;
	const one = id === undefined ? [] : [await read(address)];
	const contacts = id === undefined ? [] : await rowsAt(read, `${address}/contacts`);
	const assets = id === undefined ? [] : await rowsAt(read, `${address}/assets`);
	const all = await rowsAt(read, ASSETS);
	const words = dialectOf([...customers, ...one], contacts, assets);
	return [
		'A page of customers',
		...report(customers, customerFields),
		'One customer',
		...report(one, customerFields),
		'Its contacts',
		...report(contacts, contactFields),
		'Its assets',
		...report(assets, assetFields),
		'A page of assets',
		...report(
			all,
			ALL_ASSETS.map((path) => ({ path })),
		),
		`Dialect: ${words.length === 0 ? "the contract's" : words.join(', ')}`,
	];
}
