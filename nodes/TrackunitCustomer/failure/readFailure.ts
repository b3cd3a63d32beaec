import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../json';
import { signInTold, SignInFailure, type Failure } from './failure';
import { certainlyNotSent, type NetworkError } from './networkCodes';

/** Names that the HTTP client gives to its own time-out. */
const TIMEOUTS = new Set(['ECONNABORTED', 'ETIMEDOUT']);

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function header(headers: unknown, name: string): string | undefined {
	return isObject(headers) ? text(headers[name]) : undefined;
}

/** The error and its causes, outermost first. */
function chain(error: unknown): IDataObject[] {
	const found: IDataObject[] = [];
	let current = error;
	while (isObject(current) && found.length < 5) {
		found.push(current);
		current = current.cause;
	}
	return found;
}

/** The codes of an error, with what the system was doing; of all addresses where several were tried. */
function networkErrors({ code, httpCode, syscall, errors }: IDataObject): NetworkError[] {
	const isCode = (value: unknown): value is string =>
		text(value) !== undefined && !/^\d+$/.test(String(value));
	const own = [code, httpCode].filter(isCode).map((one) => ({ code: one, syscall }));
	const tried = Array.isArray(errors) ? errors.filter(isObject) : [];
	return [
		...own,
		...tried.flatMap(({ code: one, syscall: call }) =>
			isCode(one) ? [{ code: one, syscall: call }] : [],
		),
	];
}

function hostOf(url: string | undefined, base: string): string | undefined {
	if (url === undefined) return undefined;
	try {
		return new URL(url, base).host;
	} catch {
		return undefined;
	}
}

/** Reads an HTTP status of 3xx, 4xx or 5xx. A refusal of a gateway (5xx, 408) leaves the fate open. */
export function readStatus(status: number, headers: unknown, body: unknown, url: string): Failure {
	if (status >= 300 && status < 400) {
		const redirectHost = hostOf(header(headers, 'location'), url);
		// A write that is done may answer where its result is to be seen; the others ask to send it elsewhere.
		const delivery = status === 302 || status === 303 ? 'unknown' : 'refused';
		return { kind: 'redirect', delivery, status, redirectHost };
	}
	const delivery = status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unknown';
	return { kind: 'status', delivery, status, retryAfter: header(headers, 'retry-after'), body };
}

/** An n8n before 2.34 loses the client's error, and keeps of its response the status and a body that is JSON. */
function statusIn(error: IDataObject | undefined): number | undefined {
	return /^[1-5]\d\d$/.test(String(error?.httpCode)) ? Number(error?.httpCode) : undefined;
}

function bodyIn(error: IDataObject | undefined): unknown {
	return isObject(error?.context) ? error.context.data : undefined;
}

/** Signing in failed, so the request itself never left. */
function readSignIn(errors: IDataObject[], url: string): Failure | undefined {
	for (const error of errors) {
		const signIn = error instanceof SignInFailure ? error.signIn : signInTold(error.message);
		if (signIn) return signIn;
	}
	const says = (words: RegExp): boolean =>
		errors.some(({ message }) => words.test(String(message)));
	const outer = errors[0];
	// n8n's OAuth2 client: a refusal that carries an OAuth error object, or an odd HTTP status.
	const refusal = errors.find((error) => hasCode(error, 'EAUTH'));
	const ofTokenClient = refusal ?? errors.find((error) => hasCode(error, 'ESTATUS'));
	const elsewhere = errors.find(
		(error) =>
			isObject(error.config) && text(error.config.url) !== undefined && error.config.url !== url,
	);
	const acquiring = says(/^Failed to acquire OAuth2 access token/);
	// All that an n8n before 2.34 keeps of the token endpoint's answer.
	const unknownClient = says(/access token: Client authentication failed/);
	// What answered the token request gave none.
	const noToken = says(/^Unable to sign without access token/);
	const reconnect = errors.some(
		(error) => isObject(error.failure) && error.failure.cause === 'credential-invalid',
	);
	if (!outer || !(ofTokenClient ?? elsewhere ?? (acquiring || noToken || reconnect))) {
		return undefined;
	}

	const response = isObject(elsewhere?.response) ? elsewhere.response : undefined;
	const told = ofTokenClient?.status ?? response?.status;
	const isRefused = refusal !== undefined || reconnect || unknownClient;
	const meant = isRefused ? 401 : noToken ? 200 : undefined;
	return {
		kind: 'signIn',
		delivery: 'not sent',
		status: typeof told === 'number' ? told : meant,
		networkCode: response ? undefined : text(elsewhere?.code),
		retryAfter: header(response?.headers, 'retry-after'),
		body: ofTokenClient?.body ?? response?.data,
	};
}

/** An n8n before 2.34 keeps the code of the error that it makes its own as `httpCode`. */
function hasCode({ code, httpCode }: IDataObject, wanted: string): boolean {
	return code === wanted || httpCode === wanted;
}

/** Whether what was thrown is an answer of that address: one that cannot be read is thrown, whatever its status. */
export function isAnswerOf(url: string, error: unknown): boolean {
	return chain(error).some(({ config }) => isObject(config) && config.url === url);
}

/**
 * Reads what n8n's `httpRequestWithAuthentication` throws: a NodeApiError whose `cause` is the HTTP
 * client's error. Never throws; whatever it cannot read is a failure of unknown fate.
 */
export function readFailure(error: unknown, url: string): Failure {
	const errors = chain(error);
	const signIn = readSignIn(errors, url);
	if (signIn) return signIn;

	const withResponse = errors.find((one) => isObject(one.response));
	const response = isObject(withResponse?.response) ? withResponse.response : undefined;
	const status = typeof response?.status === 'number' ? response.status : statusIn(errors[0]);
	if (status !== undefined && status >= 300) {
		const body = response ? response.data : bodyIn(errors[0]);
		return readStatus(status, response?.headers, body, url);
	}
	if (errors.some((one) => /string longer than/.test(String(one.message)))) {
		return { kind: 'tooLarge', delivery: 'unknown', status };
	}
	const network = errors.flatMap(networkErrors);
	const code = network.find((one) => one.code !== undefined)?.code;
	// An answer that broke off has a status of 2xx and an error code.
	if (status !== undefined) return { kind: 'unreadable', delivery: 'unknown', status };
	if (certainlyNotSent(network))
		return { kind: 'network', delivery: 'not sent', networkCode: code };
	const kind = code !== undefined && TIMEOUTS.has(code) ? 'timeout' : 'network';
	return { kind, delivery: 'unknown', networkCode: code };
}
