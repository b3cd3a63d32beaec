import type { Answer } from './errors';

/** A response as it is sent. */
export interface Wire {
	status: number;
	headers: Record<string, string>;
	text: string;
}

export function toWire({ status, body, headers = {} }: Answer): Wire {
	if (body === undefined) return { status, headers, text: '' };
	return {
		status,
		headers: { 'content-type': 'application/json', ...headers },
		text: JSON.stringify(body),
	};
}

/** What the client gets. `isCut`: only the first half of what is promised. */
export type WireOutcome = { wire: Wire; isCut?: true } | 'reset' | 'hang';
