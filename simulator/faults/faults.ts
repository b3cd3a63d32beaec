import { createCheck, InvalidValue } from '../check';
import { isPath } from '../log';
import {
	isPageFault,
	type Fault,
	type FaultKind,
	type FaultOf,
	type MainFault,
	type PageFault,
} from './types';

const text = { type: 'string' };
// Node refuses to send anything else as a header's value.
const headerText = { type: 'string', pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' };
const status = { type: 'integer', minimum: 200, maximum: 599 };
const effect = { type: 'boolean' };
const count = { type: 'integer', minimum: 0 };
const milliseconds = { type: 'number', minimum: 0 };
const body = {
	body: true,
	headers: { type: 'object', additionalProperties: headerText },
	contentType: headerText,
};

/** The properties of each kind, for the check of faults that come in by HTTP. */
const KINDS: Record<FaultKind['kind'], { properties?: object; required?: string[] }> = {
	latency: {
		properties: {
			ms: {
				anyOf: [milliseconds, { type: 'array', items: milliseconds, minItems: 2, maxItems: 2 }],
			},
		},
		required: ['ms'],
	},
	rateLimit: { properties: { retryAfter: headerText } },
	status: { properties: { status, effect, ...body }, required: ['status'] },
	statusAfter: { properties: { status, ...body }, required: ['status'] },
	resetBefore: {},
	resetAfter: {},
	hang: { properties: { effect } },
	truncated: {},
	truncatedJson: {},
	html: { properties: { status, effect } },
	emptyBody: { properties: { status, effect }, required: ['status'] },
	redirect: {
		properties: { status: { enum: [301, 302, 303, 307, 308] }, location: headerText },
		required: ['location'],
	},
	expireTokens: {},
	rateLimited: { properties: { resetIn: { type: 'number' }, cost: { type: 'number' } } },
	graphqlError: {
		properties: {
			code: text,
			message: text,
			path: { type: 'array', items: { type: ['string', 'integer'] } },
			keepsData: { type: 'boolean' },
			effect,
		},
		required: ['code'],
	},
	drift: { properties: { change: { enum: ['insert', 'delete', 'move'] } }, required: ['change'] },
	repeatPage: {},
	lieTotals: { properties: { totalElements: count, totalPages: count } },
	noTotals: {},
	endless: {},
	unknownFields: {},
	missingContent: {},
};

const SCOPE = {
	kind: text,
	on: {
		type: 'object',
		properties: { method: text, path: text },
		additionalProperties: false,
	},
	after: count,
	times: { anyOf: [{ type: 'integer', minimum: 1 }, { enum: ['always'] }] },
};

const checks = new Map<string, (value: unknown) => Fault>();

function isKind(kind: unknown): kind is FaultKind['kind'] {
	return typeof kind === 'string' && Object.hasOwn(KINDS, kind);
}

/** Throws InvalidValue that says what is wrong. */
export function asFault(value: unknown): Fault {
	const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : value;
	if (!isKind(kind)) {
		throw new InvalidValue(
			`Unknown kind of fault '${String(kind)}'; there are ${Object.keys(KINDS).join(', ')}`,
		);
	}
	let check = checks.get(kind);
	if (check === undefined) {
		const { properties, required = [] } = KINDS[kind];
		const schema = {
			type: 'object',
			properties: { ...SCOPE, ...properties },
			required: ['kind', ...required],
			additionalProperties: false,
		};
		check = createCheck<Fault>(schema, `Fault '${kind}'`);
		checks.set(kind, check);
	}
	return check(value);
}

/** These apply to GraphQL requests only. */
const GRAPHQL_KINDS: ReadonlyArray<FaultKind['kind']> = ['rateLimited', 'graphqlError'];

/** The faults that apply to one request. */
export interface DueFaults {
	latencies: Array<FaultOf<'latency'>>;
	main?: MainFault;
	page: PageFault[];
}

export interface Faults {
	/** Throws InvalidValue for a fault that is not valid. */
	add(fault: Fault): void;
	clear(): void;
	/** Those that still have requests to apply to, with what is left of `after` and `times`. */
	pending(): Fault[];
}

export interface FaultList extends Faults {
	/** Counts the request for the faults it matches. */
	take(request: {
		method: string;
		path: string;
		isToken: boolean;
		isList: boolean;
		isGraphql: boolean;
	}): DueFaults;
}

export function createFaults(): FaultList {
	let faults: Array<{ fault: Fault; after: number; times: number }> = [];

	return {
		add(fault) {
			const checked = fault.times === Infinity ? { ...fault, times: 'always' } : fault;
			const { after = 0, times = 1 } = asFault(checked);
			faults.push({ fault, after, times: times === 'always' ? Infinity : times });
		},
		clear() {
			faults = [];
		},
		pending: () =>
			faults.map(({ fault, after, times }) => ({
				...fault,
				after,
				times: times === Infinity ? 'always' : times,
			})),
		take({ method, path, isToken, isList, isGraphql }) {
			const due: DueFaults = { latencies: [], page: [] };
			for (const entry of faults) {
				const { fault } = entry;
				const { on = {} } = fault;
				if (on.method !== undefined && on.method.toUpperCase() !== method) continue;
				if (on.path === undefined ? isToken : !isPath(path, on.path)) continue;
				if (GRAPHQL_KINDS.includes(fault.kind) && !isGraphql) continue;
				const isPage = isPageFault(fault);
				if (isPage && !isList && fault.kind !== 'unknownFields') continue;
				const isMain = !isPage && fault.kind !== 'latency';
				if (isMain && due.main !== undefined) continue;
				if (entry.after > 0) {
					entry.after -= 1;
					continue;
				}
				entry.times -= 1;
				if (isPage) due.page.push(fault);
				else if (fault.kind === 'latency') due.latencies.push(fault);
				else due.main = fault;
			}
			faults = faults.filter(({ times }) => times > 0);
			return due;
		},
	};
}
