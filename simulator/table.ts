/** Records by id, in the order in which a list shows them. */
export interface Table<T> {
	readonly rows: ReadonlyMap<string, T>;
	/** Grows with every change. */
	readonly version: number;
	ids(): readonly string[];
	/** Throws for an unknown id. */
	get(id: string): T;
	/** Ids of the records whose field is exactly this. */
	find(field: string, value: string): readonly string[];
	/** Adds at the end, or replaces where the id is taken. */
	put(row: T): void;
	/** Makes the record the first of the list. Throws for an unknown id. */
	toFront(id: string): void;
	/** Makes the record the last of the list. Throws for an unknown id. */
	toEnd(id: string): void;
	delete(id: string): boolean;
	/** Starts over with these, which are asked for when they are first needed. */
	load(source: () => ReadonlyMap<string, T>): void;
}

type Index = Map<string, readonly string[]>;

/** `indexed` are the fields that `find` may ask for. */
export function createTable<T extends Readonly<Record<string, unknown>> & { readonly id: string }>(
	indexed: readonly string[],
): Table<T> {
	let source: () => ReadonlyMap<string, T> = () => new Map();
	let loaded: Map<string, T> | undefined;
	let order: string[] | undefined;
	let version = 0;
	// Built when first asked for: most runs ask for none, and a start should not pay for them.
	const indexes = new Map<string, Index>();

	function addTo(index: Index, value: unknown, id: string): void {
		if (typeof value !== 'string') return;
		const known = index.get(value);
		index.set(value, known === undefined ? [id] : [...known, id]);
	}

	function takeFrom(index: Index, value: unknown, id: string): void {
		if (typeof value !== 'string') return;
		const rest = (index.get(value) ?? []).filter((other) => other !== id);
		if (rest.length > 0) index.set(value, rest);
		else index.delete(value);
	}

	function all(): Map<string, T> {
		return (loaded ??= new Map(source()));
	}

	function indexOf(field: string): Index {
		if (!indexed.includes(field)) throw new Error(`There is no index for '${field}'`);
		let index = indexes.get(field);
		if (index === undefined) {
			index = new Map();
			for (const row of all().values()) addTo(index, row[field], row.id);
			indexes.set(field, index);
		}
		return index;
	}

	function changed(before: T | undefined, after: T | undefined): void {
		version += 1;
		for (const [field, index] of indexes) {
			if (before?.[field] === after?.[field]) continue;
			if (before !== undefined) takeFrom(index, before[field], before.id);
			if (after !== undefined) addTo(index, after[field], after.id);
		}
	}

	function get(id: string): T {
		const row = all().get(id);
		if (row === undefined) throw new Error(`There is no record '${id}'`);
		return row;
	}

	return {
		get rows() {
			return all();
		},
		get version() {
			return version;
		},
		ids: () => (order ??= [...all().keys()]),
		get,
		find: (field, value) => indexOf(field).get(value) ?? [],
		put(row) {
			const before = all().get(row.id);
			if (before === undefined) order?.push(row.id);
			all().set(row.id, row);
			changed(before, row);
		},
		toFront(id) {
			const row = get(id);
			all().delete(id);
			loaded = new Map([[id, row], ...all()]);
			order = undefined;
			version += 1;
		},
		toEnd(id) {
			const row = get(id);
			all().delete(id);
			all().set(id, row);
			order = undefined;
			version += 1;
		},
		delete(id) {
			const before = all().get(id);
			if (before === undefined) return false;
			all().delete(id);
			order = undefined;
			changed(before, undefined);
			return true;
		},
		load(from) {
			source = from;
			loaded = undefined;
			order = undefined;
			indexes.clear();
			version += 1;
		},
	};
}
