/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFileSync } from 'node:fs';

import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

import type { operations } from '../nodes/TrackunitCustomer/contract';
import { violated, type Answer } from './errors';
import type { Violation } from './records';

export type OperationId = keyof operations;

interface Ref {
	$ref: string;
}
interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
}
interface ResponseObject {
	content?: Record<string, unknown>;
}
interface OperationObject {
	operationId: OperationId;
	parameters?: Array<Parameter | Ref>;
	responses: Record<string, ResponseObject | Ref>;
}
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];
type PathItem = Partial<Record<Method, OperationObject>>;
interface ContractDocument {
	paths: Record<string, PathItem>;
	components: {
		parameters: Record<string, Parameter>;
		responses: Record<string, ResponseObject>;
	};
}

export interface Route {
	operation: OperationId;
	method: Uppercase<Method>;
	/** As the contract has it: `/customers/{customerId}`. */
	path: string;
}

/** What a list was asked for: its page, its order, and its filters, which are text. */
export interface ListQuery {
	page?: number;
	size?: number;
	sort?: string;
	limit?: number;
	after?: string;
	before?: string;
	[filter: string]: unknown;
}

/** Types of customers that pass although the contract does not have them. */
type ExtraTypes = readonly string[];

interface Found {
	route: Route;
	method: Method;
	object: OperationObject;
}

const SCHEMA_KEY = 'contract';

function pointer(...tokens: Array<string | number>): string {
	const escaped = tokens.map((token) =>
		encodeURIComponent(String(token).replace(/~/g, '~0').replace(/\//g, '~1')),
	);
	return `${SCHEMA_KEY}#/${escaped.join('/')}`;
}

function lastToken(ref: string): string {
	return ref.slice(ref.lastIndexOf('/') + 1);
}

function loadDocument(): ContractDocument {
	const file = require.resolve('../contract/trackunit-customer.openapi.yaml');
	return parse(readFileSync(file, 'utf8'));
}

const document = loadDocument();

const found = new Map<OperationId, Found>();
for (const [path, item] of Object.entries(document.paths)) {
	for (const method of METHODS) {
		const object = item[method];
		if (object === undefined) continue;
		const operation = object.operationId;
		found.set(operation, {
			route: { operation, method: toUpperCase(method), path },
			method,
			object,
		});
	}
}

function toUpperCase<T extends string>(text: T): Uppercase<T>;
function toUpperCase(text: string): string {
	return text.toUpperCase();
}

/** Every operation of the contract. */
export const routes: readonly Route[] = [...found.values()].map(({ route }) => route);

function find(operation: OperationId): Found {
	const it = found.get(operation);
	if (it === undefined) throw new Error(`The contract has no operation '${operation}'`);
	return it;
}

const options = { allErrors: true, strict: false, verbose: true } as const;
// Values of a query are text; numbers among them are read as such.
const queryAjv = new Ajv2020({ ...options, coerceTypes: true });
const bodyAjv = new Ajv2020(options);
for (const ajv of [queryAjv, bodyAjv]) {
	addFormats(ajv);
	ajv.addSchema(document, SCHEMA_KEY);
}

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

/** One violation a field; of an alternative only the branch that came further counts. */
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
	const { route, method } = find(operation);
	const $ref = pointer(
		...['paths', route.path, method, 'requestBody', 'content', 'application/json', 'schema'],
	);
	return createReader(bodyAjv.compile<T>({ $ref }));
}

/** A reader of an operation's query, whose numbers are text before and numbers after. */
export function queryReader(
	operation: OperationId,
): (query: unknown, extra: ExtraTypes) => ListQuery {
	const { route, method, object } = find(operation);
	const properties: Record<string, Ref> = {};
	for (const [index, parameter] of (object.parameters ?? []).entries()) {
		if ('$ref' in parameter) {
			const shared = document.components.parameters[lastToken(parameter.$ref)];
			if (shared?.in !== 'query') continue;
			const $ref = pointer('components', 'parameters', lastToken(parameter.$ref), 'schema');
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
	const { route, method, object } = find(operation);
	const name = `${route.method} ${route.path}: ${status}`;
	const response = object.responses[status];
	if (response === undefined) return () => [`${name} is not in the contract`];
	const shared = '$ref' in response ? lastToken(response.$ref) : undefined;
	const { content } =
		'$ref' in response ? (document.components.responses[lastToken(response.$ref)] ?? {}) : response;
	if (content === undefined) {
		return (body) => (body === undefined ? [] : [`${name} has a body, and should have none`]);
	}
	const place =
		shared === undefined
			? ['paths', route.path, method, 'responses', status]
			: ['components', 'responses', shared];
	const $ref = pointer(...place, 'content', 'application/json', 'schema');
	const validate = bodyAjv.compile({ $ref });
	return (body, extra) => {
		if (validate(body)) return [];
		return toViolations(intolerable(validate, extra)).map(
			({ field, message }) => `${name}: ${field} ${message}`,
		);
	};
}

/** What an answer has that the contract does not allow, a sentence each. */
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
