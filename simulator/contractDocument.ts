/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import type { operations } from '../nodes/TrackunitCustomer/contract';

export type OperationId = keyof operations;

type QueryOf<Operation extends OperationId> = NonNullable<
	operations[Operation]['parameters']['query']
>;

/** The operations that return a page of a list. */
export type ListOperation = {
	[Operation in OperationId]: [QueryOf<Operation>] extends [never]
		? never
		: 'page' extends keyof QueryOf<Operation>
			? Operation
			: never;
}[OperationId];

export interface Ref {
	$ref: string;
}

export interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
}

interface ResponseObject {
	content?: Record<string, unknown>;
}

interface OperationObject {
	operationId: OperationId;
	requestBody?: { content: Record<string, { schema: Schema }> };
	parameters?: Array<Parameter | Ref>;
	responses: Record<string, ResponseObject | Ref>;
}

/** What of a schema is read here, by GraphQL and by the docs; the rest is for the validator. */
export interface Schema {
	$ref?: string;
	type?: string | readonly string[];
	description?: string;
	properties?: Readonly<Record<string, Schema>>;
	required?: readonly string[];
	allOf?: readonly Schema[];
	oneOf?: readonly Schema[];
	items?: Schema;
	'x-confidence'?: 'documented' | 'sibling' | 'assumed';
}

export type Schemas = Readonly<Record<string, Schema>>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];

interface ContractDocument {
	paths: Record<string, Partial<Record<Method, OperationObject>>>;
	components: {
		parameters: Record<string, Parameter>;
		responses: Record<string, ResponseObject>;
		schemas: Schemas;
	};
}

export interface Route {
	operation: OperationId;
	method: Uppercase<Method>;
	/** As the contract has it: `/customers/{customerId}`. */
	path: string;
}

/** One operation of the document, and where it is. */
export interface Found {
	route: Route;
	method: Method;
	object: OperationObject;
}

function loadDocument(): ContractDocument {
	const file = require.resolve('../contract/trackunit-customer.openapi.yaml');
	return parse(readFileSync(file, 'utf8'));
}

/** The contract, read once. */
export const contractDocument: Readonly<ContractDocument> = loadDocument();

const found = new Map<OperationId, Found>();
for (const [path, item] of Object.entries(contractDocument.paths)) {
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

/** Throws for an operation that the contract does not have. */
export function findOperation(operation: OperationId): Found {
	const it = found.get(operation);
	if (it === undefined) throw new Error(`The contract has no operation '${operation}'`);
	return it;
}

/** The last part of a reference: `Address` of `#/components/schemas/Address`. */
export function nameIn({ $ref }: Ref): string {
	return $ref.slice($ref.lastIndexOf('/') + 1);
}

function schemaNamed(name: string, schemas: Schemas): Schema {
	const schema = schemas[name];
	if (schema === undefined) throw new Error(`The contract has no schema '${name}'`);
	return schema;
}

/** A schema with all that it refers to and is composed of; its properties are left as they are. Throws for an unknown name. */
export function wholeSchema(
	{ $ref, allOf = [], ...schema }: Schema,
	schemas: Schemas = contractDocument.components.schemas,
): Schema {
	const parts = $ref === undefined ? allOf : [...allOf, schemaNamed(nameIn({ $ref }), schemas)];
	return parts.reduce<Schema>((all, each) => {
		const part = wholeSchema(each, schemas);
		return {
			...part,
			...all,
			properties: { ...part.properties, ...all.properties },
			required: [...(part.required ?? []), ...(all.required ?? [])],
		};
	}, schema);
}

/** A parameter of an operation, by whatever name the document shares it. */
function parameterOf(parameter: Parameter | Ref): Parameter | undefined {
	return '$ref' in parameter
		? contractDocument.components.parameters[nameIn(parameter)]
		: parameter;
}

/** Whether an operation returns a page of a list: those have the parameter 'page'. */
export function isListOperation(operation: OperationId | undefined): operation is ListOperation {
	if (operation === undefined) return false;
	const { parameters = [] } = findOperation(operation).object;
	return parameters.some((each) => parameterOf(each)?.name === 'page');
}

/** The path of an operation with ids in it: `/api/customer/v1/customers/1`. Throws where an id is missing. */
export function addressOf(
	operation: OperationId,
	ids: Readonly<Record<string, string>> = {},
): string {
	return findOperation(operation).route.path.replace(/\{(\w+)\}/g, (_place, name: string) => {
		const id = ids[name];
		if (id === undefined) throw new Error(`The path of '${operation}' needs ${name}`);
		return encodeURIComponent(id);
	});
}
