import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

import {
	contractDocument,
	findOperation,
	nameIn,
	type OperationId,
	type Ref,
} from './contractDocument';
import { violated, type Answer } from './errors';
import type { Violation } from './records';

/** What a list was asked for: its page, its order, and its filters, which are text. */
export interface ListQuery {
	page?: number;
	size?: number;
	sort?: string[];
	limit?: number;
	after?: string;
	before?: string;
	[filter: string]: unknown;
}

/** Types of customers that pass although the contract does not have them. */
type ExtraTypes = readonly string[];

const SCHEMA_KEY = 'contract';

function pointer(...tokens: Array<string | number>): string {
	const escaped = tokens.map((token) =>
		encodeURIComponent(String(token).replace(/~/g, '~0').replace(/\//g, '~1')),
	);
	return `${SCHEMA_KEY}#/${escaped.join('/')}`;
}

const options = { allErrors: true, strict: false, verbose: true } as const;
// Values of a query are text, also of a list that has one entry; numbers among them are read as such.
const queryAjv = new Ajv2020({ ...options, coerceTypes: 'array' });
const bodyAjv = new Ajv2020(options);
const answerAjv = new Ajv2020(options);
for (const ajv of [queryAjv, bodyAjv, answerAjv]) {
	addFormats(ajv);
	// How strictly Trackunit reads an address is not known, so what may be one is taken.
	ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/);
	ajv.addSchema(contractDocument, SCHEMA_KEY);
}
// What is there from before may have been taken by laxer rules.
answerAjv.addFormat('email', true);

/** `/address/city` as `address.city`, `/assign/3` as `assign[3]`. */
function toField(path: string): string {
	return path
		.split('/')
		.slice(1)
		.map((token) => (/^\d+$/.test(token) ? `[${token}]` : `.${token}`))
		.join('')
		.replace(/^\./, '');
}

function describe({ keyword, message, data, params }: ErrorObject): string {
	if (keyword === 'required') return 'must not be null';
	const shown = typeof data === 'object' && data !== null ? JSON.stringify(data) : String(data);
	const value = shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
	let reason = message ?? 'is not valid';
	if (keyword === 'minLength') reason = 'must not be empty';
	if (keyword === 'enum') reason = `must be one of ${String(params.allowedValues)}`;
	return `value '${value}' was rejected: ${reason}`;
}

function placeOf({ keyword, instancePath, params }: ErrorObject): string {
	return keyword === 'required'
		? `${instancePath}/${String(params.missingProperty)}`
		: instancePath;
}

/** One violation per field; of alternatives only the branch that got further counts. */
function toViolations(errors: readonly ErrorObject[]): Violation[] {
	const named = errors.filter(({ keyword }) => keyword !== 'oneOf');
	const places = named.map(placeOf);
	const violations = new Map<string, Violation>();
	for (const error of named) {
		const place = placeOf(error);
		if (places.some((other) => other.startsWith(`${place}/`)) || violations.has(place)) continue;
		violations.set(place, { field: toField(place) || 'body', message: describe(error) });
	}
	return [...violations.values()];
}

function isTolerable({ keyword, instancePath, data }: ErrorObject, extra: ExtraTypes): boolean {
	return keyword === 'enum' && instancePath.endsWith('/type') && extra.includes(String(data));
}

function intolerable(validate: ValidateFunction, extra: ExtraTypes): ErrorObject[] {
	return (validate.errors ?? []).filter((error) => !isTolerable(error, extra));
}

function createReader<T>(validate: ValidateFunction<T>): (value: unknown, extra: ExtraTypes) => T {
	function accepts(value: unknown, extra: ExtraTypes): value is T {
		return validate(value) || intolerable(validate, extra).length === 0;
	}
	return (value, extra) => {
		if (accepts(value, extra)) return value;
		throw violated(toViolations(intolerable(validate, extra)));
	};
}

/** A reader of an operation's body. It throws Refused with the violations, each naming its field. */
export function bodyReader<T>(operation: OperationId): (body: unknown, extra: ExtraTypes) => T {
	const { route, method } = findOperation(operation);
	const $ref = pointer(
		...['paths', route.path, method, 'requestBody', 'content', 'application/json', 'schema'],
	);
	return createReader(bodyAjv.compile<T>({ $ref }));
}

/** A reader of an operation's query, whose numbers are text before and numbers after. */
export function queryReader(
	operation: OperationId,
): (query: unknown, extra: ExtraTypes) => ListQuery {
	const { route, method, object } = findOperation(operation);
	const properties: Record<string, Ref> = {};
	for (const [index, parameter] of (object.parameters ?? []).entries()) {
		if ('$ref' in parameter) {
			const shared = contractDocument.components.parameters[nameIn(parameter)];
			if (shared?.in !== 'query') continue;
			const $ref = pointer('components', 'parameters', nameIn(parameter), 'schema');
			properties[shared.name] = { $ref };
		} else if (parameter.in === 'query') {
			const $ref = pointer('paths', route.path, method, 'parameters', index, 'schema');
			properties[parameter.name] = { $ref };
		}
	}
	return createReader(queryAjv.compile<ListQuery>({ type: 'object', properties }));
}

type AnswerCheck = (body: unknown, extra: ExtraTypes) => string[];

const answerChecks = new Map<string, AnswerCheck>();

function createAnswerCheck(operation: OperationId, status: number): AnswerCheck {
	const { route, method, object } = findOperation(operation);
	const name = `${route.method} ${route.path}: ${status}`;
	const response = object.responses[status];
	if (response === undefined) return () => [`${name} is not in the contract`];
	const shared = '$ref' in response ? nameIn(response) : undefined;
	const { content } =
		'$ref' in response ? (contractDocument.components.responses[nameIn(response)] ?? {}) : response;
	if (content === undefined) {
		return (body) => (body === undefined ? [] : [`${name} has a body, and should have none`]);
	}
	const place =
		shared === undefined
			? ['paths', route.path, method, 'responses', status]
			: ['components', 'responses', shared];
	const $ref = pointer(...place, 'content', 'application/json', 'schema');
	const validate = answerAjv.compile({ $ref });
	return (body, extra) => {
		if (validate(body)) return [];
		return toViolations(intolerable(validate, extra)).map(
			({ field, message }) => `${name}: ${field} ${message}`,
		);
	};
}

/** What a response has that the contract does not allow, one sentence each. */
export function answerFlaws(
	operation: OperationId,
	{ status, body }: Answer,
	extra: ExtraTypes,
): string[] {
	const key = `${operation} ${status}`;
	let check = answerChecks.get(key);
	if (check === undefined) {
		check = createAnswerCheck(operation, status);
		answerChecks.set(key, check);
	}
	return check(body, extra);
}
