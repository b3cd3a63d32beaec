import type { IDataObject } from 'n8n-workflow';

import { RequestFailure } from '../../nodes/TrackunitCustomer/failure/failure';
import type { ApiResponse } from '../../nodes/TrackunitCustomer/transport/response';
import type { Client } from '../../nodes/TrackunitCustomer/transport/client';
import type { Request } from '../../nodes/TrackunitCustomer/transport/request';

/** Long enough for others to be launched; a timer would make ten thousand pages slow. */
export async function turn(): Promise<void> {
	for (let step = 0; step < 10; step++) await Promise.resolve();
}

export type Server = (query: IDataObject, request: Request) => IDataObject;

export function clientOf(
	server: Server,
): Client & { queries: IDataObject[]; mostInFlight: () => number } {
	const queries: IDataObject[] = [];
	let inFlight = 0;
	let most = 0;
	return {
		queries,
		mostInFlight: () => most,
		maxConcurrency: 5,
		counts: { attempts: 0, paused: 0 },
		close: () => undefined,
		url: () => '',
		async send(request): Promise<ApiResponse> {
			inFlight += 1;
			most = Math.max(most, inFlight);
			queries.push(request.query ?? {});
			await turn();
			inFlight -= 1;
			return { status: 200, headers: {}, body: server(request.query ?? {}, request) };
		},
	};
}

export const rows = (from: number, count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ id: `c${from + index}` }));

/** The body of a list that is one page. */
export function onePage(content: IDataObject[]): IDataObject {
	const total = content.length;
	return {
		content,
		totalElements: total,
		totalPages: 1,
		number: 0,
		size: 1000,
		numberOfElements: total,
	};
}

/** A server of numbered pages, at most `cap` rows each. */
export function numbered(total: number, { cap = 1000, totals = true } = {}): Server {
	return ({ page, size }) => {
		const given = Math.min(Number(size), cap);
		const from = Number(page) * given;
		const content = rows(from, Math.max(0, Math.min(given, total - from)));
		const counts = {
			totalElements: total,
			totalPages: Math.ceil(total / given),
			number: Number(page),
		};
		return { content, size: given, ...(totals && counts) };
	};
}

/** A server of cursors. */
export function cursors(total: number, cap: number): Server {
	return ({ after }) => {
		const from = after === undefined ? 0 : Number(after);
		const next = from + cap;
		return {
			content: rows(from, Math.min(cap, total - from)),
			limit: cap,
			after: next < total ? String(next) : null,
		};
	};
}

export function refused(status: number, more: IDataObject = {}): RequestFailure {
	const body = { message: 'No', code: 'no', ...more };
	return new RequestFailure({ kind: 'status', delivery: 'refused', status, body }, request, 1);
}

export const request: Request = {
	method: 'GET',
	path: '/api/customer/v1/customers',
	repeatable: true,
};
