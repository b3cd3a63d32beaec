import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';

/** One of the errors that a GraphQL answer has beside its data. */
export interface GraphqlError {
	message: string;
	path?: string[];
	code?: string;
	/** Milliseconds until a budget is new. */
	resetIn?: number;
}

export interface Violation {
	field: string;
	message: string;
}

/** What a response says is wrong, cut to what is shown: a run keeps it for each item that failed. */
export interface Reasons {
	/** Trackunit's code, or the one of OAuth. */
	code?: string;
	text?: string;
	violations: Violation[];
	/** GraphQL's errors. */
	errors: GraphqlError[];
	/** How many more violations and errors there are. */
	more: number;
	isHtml: boolean;
	/** Whether the API itself says so, in its own shape, rather than something in between. */
	isFromApi: boolean;
}

/** A request for many assets may be refused with as many reasons, and each of its rows shows them. */
const MOST_REASONS = 10;
const LONGEST_TEXT = 300;
const NO_REASONS: Reasons = {
	violations: [],
	errors: [],
	more: 0,
	isHtml: false,
	isFromApi: false,
};

/** The first text that says something, cut. */
function firstText(...values: unknown[]): string | undefined {
	const text = values.find((value) => typeof value === 'string' && value.trim() !== '');
	return typeof text === 'string' ? text.trim().slice(0, LONGEST_TEXT) : undefined;
}

/** The readable parts of an error body: Trackunit's object, the OAuth object, text, or nothing. */
export function readReasons(body: unknown, graphqlErrors?: readonly GraphqlError[]): Reasons {
	if (typeof body === 'string') {
		const isHtml = /<(!doctype|html|head|body)/i.test(body);
		const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1];
		return { ...NO_REASONS, isHtml, text: firstText(isHtml ? title : body) };
	}
	if (!isObject(body)) return NO_REASONS;
	const violations = Array.isArray(body.violations) ? body.violations.filter(isObject) : [];
	const errors = graphqlErrors ?? readGraphqlErrors(body.errors);
	const all = violations.length + errors.length;
	const shown = violations.slice(0, MOST_REASONS);
	return {
		code: firstText(body.code, body.error),
		text: firstText(body.message, body.error_description),
		violations: shown.map(({ field, message }) => ({
			field: firstText(field) ?? 'value',
			message: firstText(message) ?? 'was refused',
		})),
		errors: errors.slice(0, MOST_REASONS - shown.length).map(cutError),
		more: Math.max(0, all - MOST_REASONS),
		isHtml: false,
		isFromApi:
			typeof body.message === 'string' &&
			(typeof body.code === 'string' || typeof body.status === 'number'),
	};
}

/** What a token endpoint says that may be shown: OAuth's code, which is a word of the standard. */
export function ofSignIn({ code, isHtml }: Reasons): Reasons {
	const isWord = code !== undefined && /^[a-z_]{1,60}$/.test(code);
	return { ...NO_REASONS, isHtml, ...(isWord && { code }) };
}

function cutError({ message, path, code, resetIn }: GraphqlError): GraphqlError {
	return {
		message: message.slice(0, LONGEST_TEXT),
		...(path && { path: path.slice(0, MOST_REASONS).map((name) => name.slice(0, LONGEST_TEXT)) }),
		...(code !== undefined && { code: code.slice(0, LONGEST_TEXT) }),
		...(resetIn !== undefined && { resetIn }),
	};
}

/** The errors of a GraphQL response, each with its place and code where it has them; none only where it has none. */
export function readGraphqlErrors(errors: unknown): GraphqlError[] {
	if (errors === undefined || errors === null) return [];
	const list: unknown[] = Array.isArray(errors) ? errors : [errors];
	return list.map((error) => {
		const { message, path, extensions }: IDataObject = isObject(error)
			? error
			: { message: typeof error === 'string' ? error : undefined };
		const { code, resetIn } = isObject(extensions) ? extensions : {};
		return {
			message: typeof message === 'string' && message !== '' ? message : 'No reason was given',
			...(Array.isArray(path) && { path: path.map(String) }),
			...(typeof code === 'string' && { code }),
			...(typeof resetIn === 'number' && resetIn >= 0 && { resetIn }),
		};
	});
}
