import { createApi } from './api';
import { addressOf } from './contractDocument';
import { addControl } from './control';
import { createFaults, type Faults } from './faults/faults';
import { createJournal, type Log } from './log';
import { createRandom } from './random';
import { seedFor } from './seed';
import { createServer } from './server';
import { asSettings, DEFAULT_SETTINGS, type Settings } from './settings';
import { createStore, type State } from './state';
import { ALLOWED, createTokenService, FORBIDDEN, type Account, type Tokens } from './tokens';

export { DIALECTS, settingsOf } from './dialect';
export type { Fault, FaultKind, FaultScope } from './faults/types';
export type { Log, LogEntry, LogFilter } from './log';
export type { Asset, Contact, Customer, PortalAccess } from './records';
export type { Settings } from './settings';
export type { State } from './state';

export interface SimulatorOptions {
	/** 0, the default, for any free port. */
	port?: number;
	/** 10 000 by default. */
	customers?: number;
	seed?: number;
	settings?: Partial<Settings>;
}

/** Data for the node's credentials, by the name of the credential type. */
export interface Credentials {
	trackunitApi: { apiToken: string; baseUrl: string };
	trackunitOAuth2Api: {
		clientId: string;
		clientSecret: string;
		scope: string;
		accessTokenUrl: string;
		baseUrl: string;
	};
	trackunitApiUserApi: {
		clientId: string;
		clientSecret: string;
		username: string;
		password: string;
		tokenUrl: string;
		baseUrl: string;
	};
}

export interface Simulator {
	/** Such as `http://127.0.0.1:8091`. */
	readonly url: string;
	readonly credentials: Credentials;
	/** Valid ones of an account without permission to manage customers: the server returns 403. */
	readonly forbidden: Credentials;
	readonly state: State;
	/** Write to it to change how the server behaves. */
	readonly settings: Settings;
	readonly faults: Faults;
	readonly log: Log;
	readonly tokens: Tokens;
	/** Responses that the contract does not allow, one sentence each. A test may require that there are none. */
	readonly violations: readonly string[];
	/** The state as it was seeded, the settings as they were given; no faults, log or issued tokens. */
	reset(): void;
	/** Ends hanging requests too. */
	close(): Promise<void>;
}

const DEFAULT_CUSTOMERS = 10_000;
const DEFAULT_SEED = 20_240_422;

function toCredentials({ accessToken, apiKey, apiUser }: Account, url: string): Credentials {
	const { clientId, clientSecret, username, password } = apiUser;
	return {
		trackunitApi: { apiToken: accessToken, baseUrl: url },
		trackunitOAuth2Api: {
			clientId: apiKey.clientId,
			clientSecret: apiKey.clientSecret,
			scope: apiKey.scopes.join(' '),
			accessTokenUrl: url + addressOf('requestClientCredentialsToken'),
			baseUrl: url,
		},
		trackunitApiUserApi: {
			clientId,
			clientSecret,
			username,
			password,
			tokenUrl: url + addressOf('requestApiUserToken'),
			baseUrl: url,
		},
	};
}

/** Starts a local Trackunit on loopback. Rejects with EADDRINUSE where the port is taken. */
export async function startSimulator({
	port = 0,
	customers = DEFAULT_CUSTOMERS,
	seed = DEFAULT_SEED,
	settings: given = {},
}: SimulatorOptions = {}): Promise<Simulator> {
	const initial: Settings = { ...DEFAULT_SETTINGS, ...asSettings(given) };
	const settings: Settings = { ...initial };
	const store = createStore(seedFor(customers, seed), seed + 3);
	const tokens = createTokenService(settings);
	const faults = createFaults();
	const journal = createJournal();
	const api = createApi(store, settings, tokens);
	const server = createServer({
		api,
		faults,
		journal,
		random: createRandom(seed + 4),
		expireTokens: tokens.revokeAll,
	});

	function reset(): void {
		store.reset();
		Object.assign(settings, initial);
		tokens.reset();
		faults.clear();
		journal.clear();
		api.reset();
	}

	addControl(server, { faults, settings, log: journal, tokens, violations: api.violations, reset });
	const url = await server.listen({ port, host: '127.0.0.1' });
	return {
		url,
		credentials: toCredentials(ALLOWED, url),
		forbidden: toCredentials(FORBIDDEN, url),
		state: store,
		settings,
		faults,
		log: journal,
		tokens,
		violations: api.violations,
		reset,
		close: () => server.close(),
	};
}
