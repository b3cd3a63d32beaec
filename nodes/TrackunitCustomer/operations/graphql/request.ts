import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../failure/failure';
import { isObject } from '../../json';
import type { Parameters } from '../../parameters/itemParameters';
import { isEmptied, readGraphqlOptions } from '../../parameters/options';
import { isEmpty, readJsonObject, readText } from '../../parameters/values';
import { GRAPHQL } from '../../paths';
import { readGraphql } from '../../transport/graphql';
import type { Request } from '../../transport/request';
import { chooseOperation, readDocument, type GraphqlOperation } from './document';

/** One item's document, checked, and what goes with it. */
export interface GraphqlInput {
	operation: GraphqlOperation;
	/** Every name in the document. */
	names: ReadonlySet<string>;
	variables: IDataObject;
	/** The request, but for variables that are set page by page. */
	request: (variables: IDataObject) => Omit<Request, 'repeatable'>;
	rawResponse: boolean;
}

type DocumentType = 'query' | 'mutation';

const LABELS = { query: 'Query', mutation: 'Mutation' };
const VARIABLES = 'Variables';

/** The document and its variables. */
export function documentProperties(kind: DocumentType, placeholder: string): INodeProperties[] {
	return [
		{
			displayName: LABELS[kind],
			name: 'query',
			type: 'string',
			typeOptions: { rows: 8 },
			required: true,
			default: '',
			placeholder,
			description: `The GraphQL ${kind}. Pass values from items in 'Variables' instead of inserting them into the text.`,
		},
		{
			displayName: VARIABLES,
			name: 'variables',
			type: 'json',
			default: '{}',
			description: `Values for the variables that the ${kind} declares; each item may have its own`,
		},
	];
}

/** A variable that an expression gives nothing for may be a filter: left out without a word, it would let all through. */
function readVariables(p: Parameters): IDataObject {
	const given = p.get('variables', {});
	if (isEmptied(p, given, p.raw('variables'))) {
		throw new Refusal(
			`'${VARIABLES}' is empty`,
			'Its expression gives nothing for this item. Correct it, or use {} to send none.',
		);
	}
	const nothing = pathOfNothing(given);
	if (nothing === undefined) return readJsonObject(given, VARIABLES);
	throw new Refusal(
		"'Variables' has a variable without a value",
		`It is '${nothing}'. Give it a value, leave it out, or use null to send nothing.`,
	);
}

/** Where a value has something that JSON would leave out; undefined where it has not. */
function pathOfNothing(value: unknown): string | undefined {
	if (!isObject(value) || 'toJSON' in value) return undefined;
	for (const [key, part] of Object.entries(value)) {
		if (part === undefined) return key;
		const below = pathOfNothing(part);
		if (below !== undefined) return `${key}.${below}`;
	}
	return undefined;
}

/** Reads and checks an item's document, variables and options. */
export function readGraphqlInput(p: Parameters, kind: DocumentType): GraphqlInput {
	const label = LABELS[kind];
	const query = readText(p.get('query', ''), label);
	if (isEmpty(query)) throw new Refusal(`'${label}' is empty`, 'Enter a GraphQL document.');
	const { operationName, previewFeatures, rawResponse } = readGraphqlOptions(p);
	const document = readDocument(query, label);
	const operation = chooseOperation(document, operationName, { label, kind });
	const headers = previewFeatures === '' ? undefined : { 'TU-PREVIEW': previewFeatures };
	return {
		operation,
		names: document.names,
		variables: readVariables(p),
		request: (variables) => ({
			method: 'POST',
			path: GRAPHQL,
			...(headers && { headers }),
			body: { query, variables, ...(operation.name && { operationName: operation.name }) },
			reads: kind === 'query',
			reader: readGraphql,
		}),
		rawResponse,
	};
}

/** What an answer without paging gives: its data, or all of it. */
export function toItem(body: IDataObject, rawResponse: boolean): IDataObject {
	return !rawResponse && isObject(body.data) ? body.data : body;
}
