import fc from 'fast-check';

import type { Fault, Settings } from '../../simulator';
import type { Authentication } from '../support/trackunit';
import type { WireFault } from './front';

/** A run of the node, and all that goes wrong while it is under way. */
export interface Schedule {
	/** A key of the cases. */
	operation: string;
	items: number;
	shared: number;
	/** Each so many-th row is a bad one; 0 for none. */
	badEach: number;
	maxConcurrency: number;
	maxRetries: number;
	pageSize: number;
	onError: undefined | 'continueRegularOutput' | 'continueErrorOutput';
	authentication: Authentication;
	secure: boolean;
	settings: Partial<Settings>;
	faults: Fault[];
	wire: WireFault[];
	/** Cancelled when so many requests have come in. */
	cancelAfter: number | undefined;
}

const TOKEN = { path: '/token*' };
const ELSEWHERE = fc.constantFrom(
	'https://elsewhere.example/api',
	'http://elsewhere.example/',
	'/login',
	'',
);
const retryAfter = fc.constantFrom(
	undefined,
	'0',
	'1',
	'2.5',
	'130',
	'soon',
	'-5',
	'Thu, 01 Jan 1970 00:00:00 GMT',
	'Fri, 31 Dec 2100 00:00:00 GMT',
);
const effect = fc.boolean();
const redirectTo = (location: fc.Arbitrary<string>): fc.Arbitrary<Fault> =>
	fc.record({
		kind: fc.constant('redirect' as const),
		status: fc.constantFrom(301 as const, 302 as const, 303 as const, 307 as const, 308 as const),
		location,
	});
const page = fc.constantFrom<Fault>(
	{ kind: 'html', status: 200 },
	{ kind: 'html', status: 403 },
	{ kind: 'html', status: 404 },
	{ kind: 'html', status: 429 },
	{ kind: 'html', status: 502 },
	{ kind: 'html', status: 503, effect: true },
	{ kind: 'emptyBody', status: 200 },
	{ kind: 'emptyBody', status: 404 },
	{ kind: 'emptyBody', status: 500, effect: true },
);

/** What the API, or something before it, answers in place of what it should. */
const answer: fc.Arbitrary<Fault> = fc.oneof(
	retryAfter.map((value): Fault => ({ kind: 'rateLimit', ...(value && { retryAfter: value }) })),
	fc
		.constantFrom(400, 401, 403, 404, 405, 409, 413, 415, 422, 451)
		.map((status): Fault => ({ kind: 'status', status })),
	fc
		.tuple(fc.constantFrom(408, 500, 500, 501, 502, 503, 504), effect)
		.map(([status, isDone]): Fault => ({ kind: 'status', status, effect: isDone })),
	fc.constantFrom<Fault>(
		{ kind: 'resetBefore' },
		{ kind: 'resetAfter' },
		{ kind: 'truncated' },
		{ kind: 'truncatedJson' },
		{ kind: 'unknownFields' },
		{ kind: 'missingContent' },
	),
	{ weight: 1, arbitrary: effect.map((isDone): Fault => ({ kind: 'hang', effect: isDone })) },
	page,
	redirectTo(ELSEWHERE),
	fc.constant<Fault>({ kind: 'expireTokens' }),
	fc.constantFrom<Fault>(
		{ kind: 'rateLimited' },
		{ kind: 'rateLimited', resetIn: 900 },
		{ kind: 'graphqlError', code: 'INTERNAL_ERROR' },
		{ kind: 'graphqlError', code: 'UNAUTHENTICATED' },
		{ kind: 'graphqlError', code: 'NOT_FOUND', path: ['createCustomer'] },
		{ kind: 'graphqlError', code: 'X', path: ['createCustomer', 'customer'], keepsData: true },
	),
);

const list: fc.Arbitrary<Fault> = fc.oneof(
	fc
		.constantFrom('insert' as const, 'delete' as const, 'move' as const)
		.map((change): Fault => ({ kind: 'drift', change })),
	fc.constantFrom<Fault>({ kind: 'repeatPage' }, { kind: 'noTotals' }),
	fc.constantFrom(0, 3, 1000).map((totalElements): Fault => ({ kind: 'lieTotals', totalElements })),
);

/** How signing in fails. */
const signIn: fc.Arbitrary<Fault> = fc
	.oneof(
		fc
			.constantFrom(400, 401, 403, 404, 429, 500, 503)
			.map((status): Fault => ({ kind: 'status', status })),
		fc
			.constantFrom('invalid_client', 'invalid_grant', 'invalid_scope', 'odd')
			.map((error): Fault => ({ kind: 'status', status: 400, body: { error } })),
		page,
		// n8n's own OAuth2 client follows them, wherever they lead.
		redirectTo(fc.constant('/login')),
		fc.constantFrom<Fault>(
			{ kind: 'resetBefore' },
			{ kind: 'resetAfter' },
			{ kind: 'truncated' },
			{ kind: 'truncatedJson' },
			{ kind: 'hang' },
			{ kind: 'rateLimit', retryAfter: '1' },
			{ kind: 'status', status: 200, body: { access_token: '' } },
			{ kind: 'status', status: 200, body: 'no-token' },
		),
	)
	.map((fault) => ({ ...fault, on: TOKEN }));

/** Those of lists are there from the beginning, or not at all: a run reads most lists at its start. */
function early(fault: fc.Arbitrary<Fault>): fc.Arbitrary<Fault> {
	return fc
		.tuple(fault, fc.nat({ max: 3 }), fc.constantFrom(1, 2, 'always' as const, 'always' as const))
		.map(([given, after, times]) => ({ ...given, after, times }));
}

/** When a fault begins, and how many requests it is for. */
function timed<F extends Fault>(fault: fc.Arbitrary<F>): fc.Arbitrary<Fault> {
	return fc
		.tuple(
			fault,
			fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 60 })),
			fc.constantFrom(1, 1, 1, 2, 3, 6, 'always' as const),
		)
		.map(([given, after, times]) => ({ ...given, after, times }));
}

const wire: fc.Arbitrary<WireFault> = fc
	.tuple(
		fc.oneof(
			fc.constantFrom(
				{ wire: 'cutBefore' as const },
				{ wire: 'noTls' as const },
				{ wire: 'brokenUtf8' as const },
				{ wire: 'wrongType' as const },
				{ wire: 'gzip' as const },
				{ wire: 'chunked' as const },
			),
			fc.constantFrom(0, 0.3, 0.9).map((share) => ({ wire: 'cutAfter' as const, share })),
			fc.constantFrom(1, 4).map((ms) => ({ wire: 'slow' as const, pieces: 5, ms })),
			fc.record({
				wire: fc.constant('echo' as const),
				status: fc.constantFrom(400, 401, 403, 409, 422, 429, 500, 503),
				as: fc.constantFrom('json' as const, 'text' as const),
			}),
		),
		fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 50 })),
		fc.constantFrom(1, 1, 2, 5),
		fc.constantFrom(false, false, false, true),
	)
	.map(([fault, after, times, onToken]) => ({ ...fault, after, times, onToken }));

const latency = fc.option(
	fc
		.tuple(fc.nat({ max: 2 }), fc.nat({ max: 4 }))
		.map(
			([least, more]): Fault => ({ kind: 'latency', ms: [least, least + more], times: 'always' }),
		),
);

const settings: fc.Arbitrary<Partial<Settings>> = fc.record({
	paging: fc.constantFrom('page' as const, 'page' as const, 'cursor' as const),
	maxPageSize: fc.constantFrom(1000, 1000, 10, 3),
	filters: fc.constantFrom(
		'apply' as const,
		'apply' as const,
		'ignore' as const,
		'loose' as const,
		'refuse' as const,
	),
	sorting: fc.constantFrom('apply' as const, 'ignore' as const, 'refuse' as const),
	writeAnswers: fc.constantFrom('record' as const, 'record' as const, 'none' as const),
	patchMerge: fc.constantFrom('shallow' as const, 'deep' as const),
	revokeOldTokens: fc.boolean(),
});

const items = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 10 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) },
);

export function scheduleOf(operations: readonly string[]): fc.Arbitrary<Schedule> {
	return fc
		.record({
			operation: fc.constantFrom(...operations),
			items,
			shared: fc.constantFrom(1, 1, 2, 5),
			badEach: fc.constantFrom(0, 0, 0, 0, 4),
			maxConcurrency: fc.integer({ min: 1, max: 20 }),
			maxRetries: fc.constantFrom(0, 1, 2, 4),
			pageSize: fc.constantFrom(1000, 1000, 10),
			onError: fc.constantFrom(
				undefined,
				'continueRegularOutput' as const,
				'continueRegularOutput' as const,
				'continueErrorOutput' as const,
			),
			authentication: fc.constantFrom('oAuth2' as const, 'apiUser' as const, 'apiToken' as const),
			secure: fc.nat({ max: 11 }).map((number) => number === 11),
			settings,
			faults: fc
				.tuple(
					latency,
					fc.array(timed(answer), { maxLength: 4, size: 'max' }),
					fc.array(early(list), { maxLength: 1, size: 'max' }),
					fc.oneof(fc.constant([]), fc.array(timed(signIn), { maxLength: 2, size: 'max' })),
				)
				.map(([late, ...others]) => [...(late ? [late] : []), ...others.flat()]),
			wire: fc.array(wire, { maxLength: 3, size: 'max' }),
			cancelAfter: fc.oneof(
				{ weight: 6, arbitrary: fc.constant(undefined) },
				{ weight: 1, arbitrary: fc.nat({ max: 30 }) },
			),
		})
		.map((given) => ({
			...given,
			faults: given.faults
				.filter((fault) => isBearable(given.operation, fault))
				.map((fault) => (given.settings.paging === 'cursor' ? sparingCursors(fault) : fault)),
		}));
}

/** An API that says of a record that is there that it is not leaves a deletion nothing to hold on to. */
function isBearable(operation: string, fault: Fault): boolean {
	return !(operation.endsWith('.delete') && fault.kind === 'status' && fault.status === 404);
}

/**
 * A list whose cursor names a row that has gone or moved since leads elsewhere, which no reader can see: so few rows
 * do that none at the end of a page is among them.
 */
function sparingCursors(fault: Fault): Fault {
	const isLasting = fault.kind === 'drift' && fault.times === 'always';
	return isLasting && fault.change !== 'insert' ? { ...fault, times: 2 } : fault;
}
