import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import {
	isRead,
	NOT_VALID,
	RATE_LIMITED,
	reasonsOf,
	Refusal,
	RequestFailure,
	TOO_COSTLY,
	UNAUTHENTICATED,
	type Failure,
} from './failure';
import { isCertificateCode } from './networkCodes';
import type { Reasons } from './reasons';

/** What a user is shown: a sentence of ours, then Trackunit's own words and what to do, then figures for programs. */
export interface Explanation {
	message: string;
	description?: string;
	details?: IDataObject;
}

const CHECK_BASE_URL = "Check 'Base URL' in the credential.";
const CHECK_TOKEN_URL = "Check the credential's token URL.";
const SERVER = 'Trackunit failed to process the request';

/** What happened, and what to do next, for each status that Trackunit or a gateway before it answers. */
const STATUSES: Record<number, [message: string, advice: string]> = {
	400: ['Trackunit did not accept the values sent', 'Correct the fields named and run it again.'],
	401: [
		'Trackunit did not accept the access token',
		'Open the credential and test it. A pasted token expires within an hour; the other credential types renew theirs automatically.',
	],
	403: [
		'The credential lacks permission',
		'Ask your Trackunit administrator to give the API key or API user access to customers. The API requires an IrisX subscription.',
	],
	404: [
		'Trackunit has no such record',
		"Check the ID. It may have been deleted, or belong to another account. If every request fails this way, check 'Base URL' in the credential.",
	],
	405: ['The server does not accept this request', CHECK_BASE_URL],
	407: ['The proxy asks n8n to sign in', "Check the user name and password of n8n's proxy."],
	409: [
		'Another record already has a value that must be unique',
		'Use another value, or update the record that has it.',
	],
	413: ['The request is too large for Trackunit', 'Send less at once.'],
	415: ['The server does not accept this request', CHECK_BASE_URL],
	422: ['Trackunit did not accept the values sent', 'Correct the fields named and run it again.'],
	429: [
		'Trackunit received too many requests',
		"Lower 'Max Concurrency' in options, or run it later: everyone who uses the account shares the limit.",
	],
	500: [SERVER, 'Run it again later. If it fails again, contact Trackunit support.'],
	502: ['Trackunit could not be reached behind its gateway', 'Run it again later.'],
	503: ['Trackunit is not available', 'Run it again later.'],
	504: ['Trackunit did not respond to its gateway in time', 'Run it again later.'],
};

/** A token that was asked for anew and refused all the same is not merely old. */
const RENEWED =
	'A new token was refused too: this API may not accept the scopes of the API key, or this kind of token. Look for the scope account.customer.manage, or sign in as an API user instead.';

const SIGN_IN: Record<string, string> = {
	invalid_client: "'Client ID' or 'Client Secret' is wrong.",
	invalid_grant: "'Username' or 'Password' is wrong.",
	invalid_scope: "'Scope' asks for more than the API key allows.",
	unauthorized_client:
		'The API key does not allow this way of signing in: choose another credential type.',
	unsupported_grant_type:
		"The server does not accept this way of signing in: check the credential's token URL.",
};

const IN_DOUBT = 'The change may still have been applied. Check Trackunit before you run it again.';

function statusWords(status: number, renewed = false): [message: string, advice: string] {
	const known = STATUSES[status];
	if (known) return status === 401 && renewed ? [known[0], RENEWED] : known;
	return status < 500
		? ['Trackunit refused the request', `It responded with status ${status}.`]
		: [SERVER, `It responded with status ${status}. Run it again later.`];
}

/** Trackunit answers in JSON; a page is of a proxy, a firewall or another server. */
function pageWords(
	status: number,
	checkAddress = CHECK_BASE_URL,
): [message: string, advice: string] {
	return [
		'Something between n8n and Trackunit refused the request',
		`It returned a web page with status ${status}. Check n8n's proxy or firewall. ${checkAddress}`,
	];
}

function certificateWords(
	code = '',
	checkAddress = CHECK_BASE_URL,
): [message: string, advice: string] {
	return [
		"The server's certificate is not trusted",
		`Node.js says ${code}. If a proxy reads n8n's connections, n8n needs its certificate (NODE_EXTRA_CA_CERTS). ${checkAddress}`,
	];
}

function signInWords(
	{ status, networkCode }: Failure,
	{ code, isHtml }: Reasons,
): [string, string] {
	if (isCertificateCode(networkCode)) return certificateWords(networkCode, CHECK_TOKEN_URL);
	if (status === undefined) {
		return [
			"Trackunit's token URL could not be reached",
			`${CHECK_TOKEN_URL} Also check n8n's internet connection or proxy.`,
		];
	}
	const advice = SIGN_IN[code ?? ''];
	if (status >= 500 || status === 408 || status === 429) {
		return ['Signing in to Trackunit failed temporarily', 'Run it again later.'];
	}
	// A page that there is not tells of a wrong address, which the credential has.
	if (isHtml && status >= 400 && status !== 404) return pageWords(status, CHECK_TOKEN_URL);
	if (status === 407) return statusWords(status);
	return [
		'Trackunit refused to sign in',
		`${advice ?? `The token URL responded with status ${status}.`} Open the credential, correct it and test it.`,
	];
}

function graphqlWords({ code }: Failure, isPage: boolean): [message: string, advice: string] {
	switch (code) {
		case RATE_LIMITED:
			return [
				"Trackunit's GraphQL budget is used up for now",
				'Run it later, or request less: everyone who uses the account shares the budget.',
			];
		case TOO_COSTLY:
			return [
				'The query costs more than Trackunit allows',
				isPage
					? "Lower 'Page Size' in options, lower 'first' in nested lists, or request fewer fields."
					: "Lower 'first' in lists, or request fewer fields.",
			];
		case UNAUTHENTICATED:
			return statusWords(401);
		case NOT_VALID:
			return [
				'Trackunit does not know what the GraphQL document asks for',
				"Correct the document: Trackunit's schema does not have all of it.",
			];
		default:
			return [
				'Trackunit could not complete the GraphQL request',
				'Correct the document or its variables.',
			];
	}
}

function words(
	failure: Failure,
	body: Reasons,
	isPage: boolean,
): [message: string, advice: string] {
	const { status = 0, networkCode, renewed } = failure;
	switch (failure.kind) {
		case 'status':
			return body.isHtml && status < 500 ? pageWords(status) : statusWords(status, renewed);
		case 'graphql':
			return graphqlWords(failure, isPage);
		case 'signIn':
			return signInWords(failure, body);
		case 'redirect':
			return [
				'The server responded with a redirect, which was not followed',
				`It leads to ${failure.redirectHost ?? 'nowhere'}. ${CHECK_BASE_URL}`,
			];
		case 'timeout':
			return [
				'Trackunit did not respond in time',
				"Raise 'Timeout' in options, or run it again later.",
			];
		case 'tooLarge':
			return ["Trackunit's response is too large for n8n", "Lower 'Page Size' in options."];
		case 'unreadable':
			return [
				"Trackunit's response could not be read",
				body.isHtml
					? `It is a web page. ${CHECK_BASE_URL}`
					: 'It is empty, cut off or not what was requested. Run it again later.',
			];
		case 'network':
			if (isCertificateCode(networkCode)) return certificateWords(networkCode);
			return failure.delivery === 'not sent'
				? [
						'Trackunit could not be reached',
						`${CHECK_BASE_URL} Also check n8n's internet connection or proxy${networkCode ? ` (${networkCode})` : ''}.`,
					]
				: [
						'The connection to Trackunit was interrupted',
						`Run it again later${networkCode ? ` (${networkCode})` : ''}.`,
					];
	}
}

function gaveUp(
	{ gaveUp: why, retryAfter, resetIn }: Failure,
	attempts: number,
): string | undefined {
	if (why === 'retryAfter') {
		const seconds = resetIn === undefined ? retryAfter : String(Math.ceil(resetIn / 1000));
		const isSeconds = /^[\d.]+$/.test(seconds?.trim() ?? '');
		const time = isSeconds ? `${seconds} seconds` : `until ${seconds}`;
		return `Trackunit asked to wait ${time}, longer than a run may wait.`;
	}
	return attempts < 2 ? undefined : `Tried ${attempts} times.`;
}

/** What Trackunit says is wrong, each with its place: `name: must not be empty`. */
function listOf({ violations, errors }: Reasons, nameField: (field: string) => string): string {
	return [
		...violations.map(({ field, message }) => `${nameField(field)}: ${message}`),
		...errors.map(({ message, path, code }) =>
			[path && `${path.join('.')}: `, message, code && ` (${code})`].filter(Boolean).join(''),
		),
	].join('; ');
}

/** The words for a request that failed; nothing of the request's headers or body is in them. */
export function explain({ failure, request, attempts }: RequestFailure): Explanation {
	const reasons = reasonsOf(failure);
	const [message, advice] = words(failure, reasons, request.isPage === true);
	const listed = listOf(reasons, request.nameField ?? ((field) => field));
	const more = reasons.more > 0 ? `; and ${reasons.more} more` : '';
	const own = listed === '' ? reasons.text : listed + more;
	const doubt = failure.delivery === 'unknown' && !isRead(request) ? IN_DOUBT : undefined;
	const sentences = [
		own && endSentence(own),
		doubt,
		gaveUp(failure, attempts),
		advice,
		request.advice,
	];
	return {
		message,
		description: sentences.filter((sentence) => sentence).join(' '),
		details: Object.fromEntries(
			Object.entries({
				status: failure.status,
				code: failure.code ?? reasons.code ?? failure.networkCode,
				violations: nonEmpty(reasons.violations),
				errors: nonEmpty(reasons.errors),
				data: failure.data ?? partialData(failure),
				attempts,
			}).filter(([, value]) => value !== undefined),
		) as IDataObject,
	};
}

function nonEmpty<Reason>(reasons: Reason[]): Reason[] | undefined {
	return reasons.length === 0 ? undefined : reasons;
}

/** What GraphQL answered beside its errors. */
export function partialData({ kind, body }: Failure): IDataObject | undefined {
	const data = kind === 'graphql' && isObject(body) ? body.data : undefined;
	return isObject(data) ? data : undefined;
}

function endSentence(text: string): string {
	return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

/** The words for whatever was thrown: a failed request, a refusal of ours, or a fault in the code. */
export function explainError(error: unknown): Explanation {
	if (error instanceof RequestFailure) return explain(error);
	if (error instanceof Refusal) return { message: error.message, description: error.description };
	if (error instanceof Error) {
		const description =
			'description' in error && error.description ? String(error.description) : undefined;
		return { message: error.message || error.name, description };
	}
	return { message: 'Something unexpected happened', description: String(error) };
}
