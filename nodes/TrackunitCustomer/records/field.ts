/** The dotted paths to the single values of a record of the contract: `name`, `address.city`. */
export type Leaf<Type> = {
	[Key in keyof Type & string]-?: NonNullable<Type[Key]> extends readonly unknown[]
		? never
		: NonNullable<Type[Key]> extends object
			? `${Key}.${Leaf<NonNullable<Type[Key]>>}`
			: Key;
}[keyof Type & string];

/** A field of a record, described once: create, update, columns, Simplify, sorting and the docs follow it. */
export interface Field<Record> {
	/** Public API, stored in workflows: 'city'. */
	key: string;
	/** Where the contract has it: 'address.city'. */
	path: Leaf<Record>;
	/** Where it may be instead if the contract is wrong: ['city']. */
	or?: readonly string[];
	label: string;
	help: string;
	/** What the editor shows where nothing is entered yet: 'K-10001'. */
	example?: string;
	kind: FieldKind;
	use: 'required' | 'writable' | 'createOnly' | 'readOnly';
	/** Whether an upsert may match by it. */
	match?: true;
	/** Its place in the simplified output, which has ten at the most. */
	simple?: number;
	/** When two values are the same to Trackunit; exactly equal unless it says otherwise. */
	same?: 'exact' | 'ignoreCase';
	/** Words of which the account uses one, whichever is meant. */
	alike?: ReadonlyArray<readonly string[]>;
}

export type FieldKind =
	| 'text'
	| 'email'
	| 'number'
	| 'boolean'
	| 'dateTime'
	/** A field that the contract does not know: JSON as it comes. */
	| 'any'
	| { options: readonly string[] };

/** What tables of all records have in common; a table of one record is one of these too. */
export type AnyField = Omit<Field<object>, 'path'> & { path: string };

/** A field that a list can be filtered by: its value has to equal, or to contain in any case, what is asked for. */
export interface Filter {
	key: string;
	compare: 'equals' | 'contains';
	/** Whether Trackunit can be asked for it; without it the rows are only checked here. */
	asked?: true;
}
