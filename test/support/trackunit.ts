/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { Socket } from 'node:net';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameterResourceLocator,
	INodeParameters,
} from 'n8n-workflow';

import { TrackunitApi } from '../../credentials/TrackunitApi.credentials';
import { TrackunitApiUserApi } from '../../credentials/TrackunitApiUserApi.credentials';
import { TrackunitOAuth2Api } from '../../credentials/TrackunitOAuth2Api.credentials';
import { TrackunitCustomer } from '../../nodes/TrackunitCustomer/TrackunitCustomer.node';
import { TrackunitCustomerTrigger } from '../../nodes/TrackunitCustomer/TrackunitCustomerTrigger.node';
import {
	createEngine,
	type Engine,
	type NodeResult,
	type NodeRunOptions,
} from '../../scripts/engine';
import {
	startSimulator,
	type Credentials,
	type LogEntry,
	type Simulator,
	type SimulatorOptions,
} from '../../simulator';

export const NODE_TYPE = 'n8n-nodes-trackunit.trackunitCustomer';
export const TRIGGER_TYPE = 'n8n-nodes-trackunit.trackunitCustomerTrigger';
export const CUSTOMERS = '/api/customer/v1/customers';

export const engine: Engine = createEngine({
	nodeTypes: {
		[NODE_TYPE]: new TrackunitCustomer(),
		[TRIGGER_TYPE]: new TrackunitCustomerTrigger(),
	},
	credentialTypes: {
		trackunitApi: new TrackunitApi(),
		trackunitApiUserApi: new TrackunitApiUserApi(),
		trackunitOAuth2Api: new TrackunitOAuth2Api(),
	},
});

export type Authentication = 'oAuth2' | 'apiUser' | 'apiToken';

/** The credential type that goes with a way to sign in. */
export function typeFor(authentication: Authentication): keyof Credentials {
	switch (authentication) {
		case 'oAuth2':
			return 'trackunitOAuth2Api';
		case 'apiUser':
			return 'trackunitApiUserApi';
		case 'apiToken':
			return 'trackunitApi';
	}
}

export const AUTHENTICATIONS: Authentication[] = ['oAuth2', 'apiUser', 'apiToken'];
/** Those that ask for a token by themselves. */
export const SIGNING_IN: Authentication[] = ['oAuth2', 'apiUser'];

export interface CustomerRun extends Pick<NodeRunOptions, 'abortSignal' | 'input'> {
	operation: string;
	resource?: string;
	parameters?: INodeParameters;
	options?: INodeParameters;
	authentication?: Authentication;
	/** In place of the local Trackunit's own, or over it. */
	credential?: ICredentialDataDecryptedObject;
	onError?: 'continueErrorOutput' | 'continueRegularOutput';
	retryOnFail?: boolean;
	asTool?: boolean;
}

export interface Trackunit extends Simulator {
	/** Runs the node in n8n's engine against this local Trackunit. */
	run(run: CustomerRun): Promise<NodeResult>;
	/** What came in that was no request for a token, each as 'GET /customers/1 200'. */
	sent(method?: string): string[];
	/** The same requests as they are logged. */
	requests(method?: string): LogEntry[];
	tokenCalls(): number;
}

/** A local Trackunit, and the node to run against it; small unless a test asks for more. */
export async function startTrackunit(options: SimulatorOptions = {}): Promise<Trackunit> {
	const simulator = await startSimulator({ customers: 25, ...options });
	const { log } = simulator;

	function requests(method?: string): LogEntry[] {
		return log.entries.filter(
			(entry) =>
				!entry.path.startsWith('/token') && (method === undefined || entry.method === method),
		);
	}

	return {
		...simulator,
		requests,
		sent: (method) =>
			requests(method).map(
				(entry) => `${entry.method} ${entry.path.replace('/api/customer/v1', '')} ${entry.status}`,
			),
		tokenCalls: () => log.count({ path: '/token*' }),
		async run({
			operation,
			resource = 'customer',
			parameters = {},
			options: collection = {},
			authentication = 'oAuth2',
			credential,
			input = [{}],
			onError,
			retryOnFail,
			asTool,
			abortSignal,
		}) {
			const type = typeFor(authentication);
			return await engine.runNode({
				node: {
					type: asTool ? `${NODE_TYPE}Tool` : NODE_TYPE,
					parameters: { authentication, resource, operation, ...parameters, options: collection },
					credentials: { [type]: { ...simulator.credentials[type], ...credential } },
					...(onError && { onError }),
					...(retryOnFail && { retryOnFail, maxTries: 2, waitBetweenTries: 0 }),
				},
				input,
				abortSignal,
			});
		},
	};
}

const others: Trackunit[] = [];

/** Hosts that were tried beyond this machine; nothing is let out to them. */
const strangers: string[] = [];

function stayOnThisMachine(): void {
	const connect = Socket.prototype.connect;
	Socket.prototype.connect = function (this: Socket, ...given: unknown[]) {
		const [options] = given.flat();
		const host = typeof options === 'object' && options && 'host' in options ? options.host : '';
		if (typeof host === 'string' && /^(127\.0\.0\.1|localhost)$/.test(host)) {
			return Reflect.apply(connect, this, given);
		}
		strangers.push(String(host));
		return this.destroy(new Error(`A test tried to reach ${String(host)}`));
	};
}

stayOnThisMachine();

/** One more, for a single test; it is closed afterwards. */
export async function startAnother(
	options: SimulatorOptions = { customers: 0 },
): Promise<Trackunit> {
	const other = await startTrackunit(options);
	others.push(other);
	return other;
}

/** The credentials of a local Trackunit that nobody runs any more. */
export async function credentialsOfNobody(): Promise<Credentials> {
	const gone = await startTrackunit({ customers: 0 });
	await gone.close();
	return gone.credentials;
}

/** One for all tests of a file, as new for each; none of them may make it answer outside the contract. */
export function useTrackunit(
	give: (trackunit: Trackunit) => void,
	options?: SimulatorOptions,
): void {
	let trackunit: Trackunit | undefined;
	beforeAll(async () => {
		trackunit = await startTrackunit(options);
		give(trackunit);
	});
	beforeEach(() => {
		trackunit?.reset();
	});
	afterEach(async () => {
		expect(trackunit?.violations).toEqual([]);
		expect(strangers.splice(0)).toEqual([]);
		for (const other of others.splice(0)) await other.close();
	});
	afterAll(async () => {
		await trackunit?.close();
	});
}

/** Backs off for no time, which is as likely as any other; a Retry-After is waited for all the same. */
export function withoutBackOff(): void {
	beforeEach(() => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});
}

export function locator(
	mode: string,
	value: INodeParameterResourceLocator['value'],
): INodeParameterResourceLocator {
	return { __rl: true, mode, value };
}

/** Ids as the node asks for a list whose order nobody chose. */
export const inOrder = (ids: Iterable<string>): string[] => [...ids].sort();

export const byId = (value: INodeParameterResourceLocator['value']) => locator('id', value);

/** The numbers of the input items that output items are paired with. */
export function pairs(items: INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) =>
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem,
	);
}

export function jsonOf(items: INodeExecutionData[]): IDataObject[] {
	return items.map(({ json }) => json);
}

/** `count` input items, numbered: `{ n: 0, name: 'Row 0' }`. */
export function rows(count: number): Array<{ n: number; name: string }> {
	return Array.from({ length: count }, (_, n) => ({ n, name: `Row ${n}` }));
}

/** What a user is shown of the failure that stopped a run. */
export function shown({ error }: NodeResult): { message?: string; description?: string | null } {
	return { message: error?.message, description: error?.description };
}

/** What a refusal in a run of several items ends with. */
export const ON_ERROR =
	"To do the other rows all the same, set Settings → On Error to 'Continue (using error output)'.";
