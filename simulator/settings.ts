import { createCheck } from './check';

/** How the local Trackunit behaves unless it is told otherwise. */
export interface Settings {
	/** `page` and `size`, or `after`, `before` and `limit`; the parameters of the other style are ignored. */
	paging: 'page' | 'cursor';
	/** Pages are silently no larger than this; above the contract's 1000 a size is refused anyway. */
	maxPageSize: number;
	/** `loose`: keys such as serialNumber are found by a part of them. `refuse`: any filter gets a 400. */
	filters: 'apply' | 'ignore' | 'loose' | 'refuse';
	sorting: 'apply' | 'ignore' | 'refuse';
	/** A new token for a client, or for a client's user, makes its older ones invalid. */
	revokeOldTokens: boolean;
	/** Seconds; null for Trackunit's own, 1200 for API keys and 3600 for API users. */
	tokenLifetime: number | null;
	/** How many customers may have an asset at the same time. */
	assetPolicy: 'one' | 'several';
	/** `none`: a create returns 201 and a Location without a body, an update 204. */
	writeAnswers: 'record' | 'none';
	/** Whether a PATCH of an address replaces it or adds to it. */
	patchMerge: 'shallow' | 'deep';
	/** The parts of an address: in an object of their own, or beside the name. */
	address: 'nested' | 'flat';
	/** What the phone number of customers and contacts is called. */
	phone: 'phoneNumber' | 'phone';
	/** How an assignment is written: two lists of ids, `add` and `remove` with objects, or ids that are added. */
	assignment: 'assign' | 'add' | 'assetIds';
	/** What the rows of a customer's assets are: objects with an `assetId` or an `id`, or bare ids. */
	assetRows: 'assetId' | 'id' | 'text';
	/** What becomes of keys of a body that there are none of. */
	unknownKeys: 'keep' | 'ignore' | 'refuse';
	/** What a field without a value holds. */
	nothing: 'null' | 'emptyText';
	/** The status for an external reference that another customer has. */
	takenReference: 409 | 400;
	/** `repeated`: each attribute is a parameter of its own; commas are refused. */
	sortParameter: 'joined' | 'repeated';
	/** `prefixed`: such as `___Customer___<uuid>`. */
	graphqlIds: 'plain' | 'prefixed';
	/** How GraphQL refuses a token: by the status 401, or by 200 with an error. */
	graphqlSignIn: 'status' | 'errors';
	/** Types of customers beyond the contract's, for "new values may be added". */
	extraCustomerTypes: string[];
	/** Requests for data in a second, beyond which there is a 429 with `Retry-After`; null for any number. */
	maxRequestsPerSecond: number | null;
	/** Points that a GraphQL document may cost. */
	graphqlMaxCost: number;
	/** Points that whoever holds tokens may spend by GraphQL in a window; how many Trackunit gives is not known. */
	graphqlBudget: number;
	/** Milliseconds after which the budget is full again. */
	graphqlWindow: number;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
	paging: 'page',
	maxPageSize: 1000,
	filters: 'apply',
	sorting: 'apply',
	revokeOldTokens: false,
	tokenLifetime: null,
	assetPolicy: 'one',
	writeAnswers: 'record',
	patchMerge: 'shallow',
	address: 'nested',
	phone: 'phoneNumber',
	assignment: 'assign',
	assetRows: 'assetId',
	unknownKeys: 'keep',
	nothing: 'null',
	takenReference: 409,
	sortParameter: 'joined',
	graphqlIds: 'plain',
	graphqlSignIn: 'status',
	extraCustomerTypes: [],
	maxRequestsPerSecond: null,
	graphqlMaxCost: 50_000,
	graphqlBudget: 5_000_000,
	graphqlWindow: 600_000,
};

/** Throws InvalidValue for an unknown name or a value that makes no sense. */
export const asSettings = createCheck<Partial<Settings>>(
	{
		type: 'object',
		additionalProperties: false,
		properties: {
			paging: { enum: ['page', 'cursor'] },
			maxPageSize: { type: 'integer', minimum: 1 },
			filters: { enum: ['apply', 'ignore', 'loose', 'refuse'] },
			sorting: { enum: ['apply', 'ignore', 'refuse'] },
			revokeOldTokens: { type: 'boolean' },
			tokenLifetime: { type: ['number', 'null'], minimum: 0 },
			assetPolicy: { enum: ['one', 'several'] },
			writeAnswers: { enum: ['record', 'none'] },
			patchMerge: { enum: ['shallow', 'deep'] },
			address: { enum: ['nested', 'flat'] },
			phone: { enum: ['phoneNumber', 'phone'] },
			assignment: { enum: ['assign', 'add', 'assetIds'] },
			assetRows: { enum: ['assetId', 'id', 'text'] },
			unknownKeys: { enum: ['keep', 'ignore', 'refuse'] },
			nothing: { enum: ['null', 'emptyText'] },
			takenReference: { enum: [409, 400] },
			sortParameter: { enum: ['joined', 'repeated'] },
			graphqlIds: { enum: ['plain', 'prefixed'] },
			graphqlSignIn: { enum: ['status', 'errors'] },
			extraCustomerTypes: { type: 'array', items: { type: 'string' } },
			maxRequestsPerSecond: { type: ['integer', 'null'], minimum: 1 },
			graphqlMaxCost: { type: 'integer', minimum: 1 },
			graphqlBudget: { type: 'integer', minimum: 0 },
			graphqlWindow: { type: 'number', minimum: 0 },
		},
	},
	'Settings',
);
