import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { MapperColumns } from '../parameters/columns';
import type { Filters } from '../parameters/filters';
import type { Parameters } from '../parameters/itemParameters';
import type { Locator } from '../parameters/locator';
import type { RunOptions } from '../parameters/options';
import type { AnyField } from '../records/field';
import type { Lookup, Reference } from '../records/reference';
import type { Listing, Reading } from '../transport/pages';
import type { Request } from '../transport/request';
import type { ApiResponse } from '../transport/response';
import type { Found } from './lookup';

/** What an operation does its work with. Failures are thrown, never handled here. */
export interface Run {
	/** A record by its own path. A response without an ID is none, and fails. */
	record(request: Pick<Request, 'path' | 'ids' | 'query'>): Promise<IDataObject>;
	/** Sends a request that changes nothing, a GET unless it says otherwise; answers its body. */
	read(request: Pick<Request, 'path'> & Partial<Request>): Promise<IDataObject>;
	/** Sends a request that changes something. In a dry run it is noted and answered with nothing. */
	write(request: Request): Promise<ApiResponse>;
	/**
	 * All rows of a list, up to its limit. A hint says so where they came short. `accept` is what `filter` asks for:
	 * where the server does not know the filter, the list is read and its rows are checked here.
	 */
	list(
		listing: Omit<Listing, 'pageSize'> & Pick<Filters, 'isAskedFor'> & { filter?: IDataObject },
	): Promise<Reading>;
	/**
	 * A list's table as this account's records have it. Where none of them was seen yet and one of the fields by
	 * `keys` may be elsewhere than the contract says, one record of the list is read first, once a run.
	 */
	table(list: Table, keys: Iterable<string>): Promise<AnyField[]>;
	/** By the name of what was read back after a write: whether it arrives. */
	readonly arrives: Map<string, Promise<boolean>>;
	/** The id of what a locator names. */
	idOf(reference: Reference): string;
	/** The record of what was named by another key than its id. */
	recordOf(reference: Reference): IDataObject | undefined;
	/** The records that have each of the keys, looked up together; what could not be read is in it as an error. */
	find(lookup: Lookup, keys: readonly string[]): Promise<Map<string, Found>>;
	/** Does the same for many records, as many at a time as the run may. */
	forEach<Each>(each: readonly Each[], task: (one: Each) => Promise<void>): Promise<void>;
	/** Warns, once, above the node's output. */
	hint(text: string): void;
	readonly options: RunOptions;
}

/** A list of records, with the table of their fields. */
export interface Table extends Pick<Request, 'path' | 'ids'> {
	fields: readonly AnyField[];
}

/** What a plan has beyond that: rows can be refused before anything is sent. */
export interface Planning extends Run {
	refuse(item: number, error: unknown): void;
	refused(): Refused[];
	/** Whether the other rows are done where one is refused. */
	readonly goesOn: boolean;
}

/** A row refused so far, with what it names as far as that was read, and the ids of it as far as they were found. */
export interface Refused {
	item: number;
	named: Array<{ reference: Reference; id?: string }>;
}

/** What a row is answered with: one output item, or one for each record. */
export type Result = IDataObject | IDataObject[];

export interface Row<Input> {
	item: number;
	input: Input;
}

interface Base<Input> {
	/** As in n8n's list: 'Get Many'. */
	name: string;
	/** Public API, stored in workflows: 'getAll'. */
	value: string;
	/** 'Get many customers'; also the node's subtitle. */
	action: string;
	description: string;
	parameters: INodeProperties[];
	/** One item's parameters, checked; throws Refusal. No client: nothing is sent while rows are read. */
	read(p: Parameters): Input;
	/** Groups rows that belong together; without it each row stands alone. Look-ups that rows share happen here, and what only all rows together show is refused. */
	plan?(run: Planning, rows: Array<Row<Input>>): Promise<Array<Array<Row<Input>>>>;
}

/** Rows of a group go one after another: the second sees what the first did. */
export interface OneByOne<Input> extends Base<Input> {
	execute(run: Run, input: Input): Promise<Result>;
}

/** Rows of a group go in one request; each is answered, and they fail together. */
export interface Together<Input> extends Base<Input> {
	executeTogether(run: Run, inputs: Input[]): Promise<Result[]>;
}

/** To add an operation: one file that exports one of these, and one line in its resource's list. */
export type Operation<Input> = OneByOne<Input> | Together<Input>;

/** All that the node knows of a kind of record; a resource's folder exports one. */
export interface Resource {
	/** As in n8n's list: 'Customer'. */
	name: string;
	/** Public API, stored in workflows: 'customer'. */
	value: string;
	operations: Array<Operation<unknown>>;
	/** The field table of its records; the docs list it. */
	fields?: readonly AnyField[];
	/** What its records are chosen by, with a picker that the editor calls. */
	locator?: Locator;
	/** The columns of its upsert, which the editor asks for. */
	columns?: MapperColumns;
}
