import type { FastifyInstance } from 'fastify';

import { InvalidValue } from './check';
import { refusal } from './errors';
import { asFault, type Faults } from './faults/faults';
import type { Log } from './log';
import { parseJson } from './parseJson';
import { asSettings, type Settings } from './settings';
import type { Tokens } from './tokens';

/** Control requests are neither logged nor subject to faults, and need no token. */
const CONTROL = '/_control';

export interface ControlParts {
	faults: Faults;
	settings: Settings;
	log: Log;
	tokens: Tokens;
	violations: readonly string[];
	reset(): void;
}

function parse(body: unknown): unknown {
	const parsed = parseJson(String(body));
	if (parsed === undefined) throw new InvalidValue('The body is not JSON');
	return parsed.value;
}

/** What a test in this process does by function calls, by HTTP for everyone else: faults, settings, log, tokens, reset. */
export function addControl(
	server: FastifyInstance,
	{ faults, settings, log, tokens, violations, reset }: ControlParts,
): void {
	void server.register(
		async (control) => {
			control.setErrorHandler(async (error, _request, reply) => {
				if (!(error instanceof InvalidValue)) return await reply.send(error);
				const { status, body } = refusal(400, 'bad_control', error.message).answer;
				return await reply.code(status).send(body);
			});

			control.setNotFoundHandler(async ({ method, url }, reply) => {
				const { status, body } = refusal(404, 'not_found', `There is no ${method} ${url}`).answer;
				return await reply.code(status).send(body);
			});

			control.get('/faults', async () => ({ pending: faults.pending() }));
			control.post('/faults', async ({ body }) => {
				const given = parse(body);
				// All are checked first, so that none is added if one is not valid.
				const checked = (Array.isArray(given) ? given : [given]).map(asFault);
				for (const fault of checked) faults.add(fault);
				return { pending: faults.pending() };
			});
			control.delete('/faults', async () => {
				faults.clear();
				return { pending: faults.pending() };
			});

			control.get('/settings', async () => settings);
			control.put('/settings', async ({ body }) =>
				Object.assign(settings, asSettings(parse(body))),
			);

			control.get('/log', async () => ({
				entries: log.entries,
				maxInFlight: log.maxInFlight(),
				violations,
			}));
			control.delete('/log', async () => {
				log.clear();
				return { entries: log.entries };
			});

			control.post('/tokens/revoke', async () => {
				tokens.revokeAll();
				return { revoked: true };
			});
			control.post('/reset', async () => {
				reset();
				return { reset: true };
			});
		},
		{ prefix: CONTROL },
	);
}
