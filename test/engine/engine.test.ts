import { createEngine, type PolledNode, type PolledNodeOptions } from '../../scripts/engine';
import { startToyServer, toyCredentials, toyNodes, type ToyServer } from './toys';

const engine = createEngine({ nodeTypes: toyNodes, credentialTypes: toyCredentials });

let server: ToyServer;

beforeEach(async () => {
	server = await startToyServer();
});

afterEach(async () => {
	await server.close();
});

function echo(parameters: { word: string }, onError?: 'continueErrorOutput') {
	return { type: 'toys.echo', parameters, onError };
}

function fetcher(credentialType: string, data: Record<string, string>) {
	return {
		type: 'toys.fetcher',
		parameters: { url: `${server.url}/data`, credentialType },
		credentials: { [credentialType]: data },
	};
}

function signIn(more: Record<string, string> = {}) {
	return fetcher('toySignIn', { secret: 'right', baseUrl: server.url, accessToken: '', ...more });
}

function oAuth2(more: Record<string, string> = {}) {
	return fetcher('toyOAuth2Api', {
		clientId: 'client',
		clientSecret: 'right',
		accessTokenUrl: `${server.url}/token`,
		baseUrl: server.url,
		...more,
	});
}

describe('a workflow', () => {
	const node = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	const workflow = {
		nodes: [
			{ ...node, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				...node,
				id: '2',
				name: 'Rows',
				type: 'n8n-nodes-base.splitOut',
				parameters: { fieldToSplitOut: 'rows' },
			},
			{ ...node, id: '3', name: 'Last', type: 'n8n-nodes-base.limit', parameters: { maxItems: 2 } },
			{
				...node,
				id: '4',
				name: 'Named',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: {
					assignments: {
						assignments: [
							{ id: 'a', name: 'name', value: '={{ "No. " + $json.no }}', type: 'string' },
						],
					},
				},
			},
			{
				...node,
				id: '5',
				name: 'Echo',
				type: 'toys.echo',
				parameters: { word: '={{ $json.name }} of {{ $("Rows").item.json.no }}' },
			},
		],
		connections: Object.fromEntries(
			[
				['Start', 'Rows'],
				['Rows', 'Last'],
				['Last', 'Named'],
				['Named', 'Echo'],
			].map(([from = '', to = '']) => [
				from,
				{ main: [[{ node: to, type: 'main' as const, index: 0 }]] },
			]),
		),
	};

	it('runs through, and expressions find their way back along the paired items', async () => {
		const seen: string[] = [];
		const result = await engine.run({
			workflow,
			input: [{ rows: [{ no: 1 }, { no: 2 }, { no: 3 }] }],
			onNodeStart: (name) => seen.push(`> ${name}`),
			onNodeEnd: (name, { executionStatus }) => seen.push(`< ${name} ${executionStatus}`),
		});
		expect(result.status).toBe('success');
		expect(result.items('Echo').map(({ json }) => json.word)).toEqual(['No. 1 of 1', 'No. 2 of 2']);
		expect(seen.slice(-2)).toEqual(['> Echo', '< Echo success']);
	});

	it('is left as it was given, so that it can be run again', async () => {
		const before = JSON.stringify(workflow);
		await engine.run({ workflow });
		expect(JSON.stringify(workflow)).toBe(before);
	});

	it('fails where it asks more of a stand-in than that can do', async () => {
		const [start, rows] = workflow.nodes;
		if (!start || !rows) throw new Error('The workflow has changed');
		const asking = { ...rows, parameters: { ...rows.parameters, include: 'allOtherFields' } };
		const result = await engine.run({ workflow: { ...workflow, nodes: [start, asking] } });
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain('no include "allOtherFields"');
	});

	it('rejects for a node type that nobody gave', async () => {
		await expect(engine.runNode({ node: { type: 'toys.unknown' } })).rejects.toThrow(
			'Unrecognized node type: toys.unknown',
		);
	});
});

describe('a node', () => {
	it('has its expressions resolved for each item, and its defaults filled in', async () => {
		const { output } = await engine.runNode({
			node: echo({ word: '={{ $json.a + $json.b }}' }),
			input: [
				{ a: 1, b: 2 },
				{ a: 'x', b: 'y' },
			],
		});
		expect(output).toEqual([
			{ json: { word: 3, tail: 'the default' }, pairedItem: { item: 0 } },
			{ json: { word: 'xy', tail: 'the default' }, pairedItem: { item: 1 } },
		]);
	});

	it('takes whole items as input as well as their JSON', async () => {
		const { output } = await engine.runNode({
			node: echo({ word: '={{ $json.a }}' }),
			input: [{ json: { a: 'x' } }],
		});
		expect(output[0]?.json.word).toBe('x');
	});

	it('sends error items to its error output, with their input merged in', async () => {
		const { output, errorOutput } = await engine.runNode({
			node: echo({ word: '={{ $json.a }}' }, 'continueErrorOutput'),
			input: [{ a: 'x' }, { a: '' }],
		});
		expect(output.map(({ json }) => json.word)).toEqual(['x']);
		expect(errorOutput).toEqual([{ json: { a: '', error: 'No word' }, pairedItem: { item: 1 } }]);
	});

	it('is not started where a required parameter is empty', async () => {
		const result = await engine.runNode({ node: { type: 'toys.fetcher' } });
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain('Parameter "url" is required');
		expect(result.runData).toEqual({});
	});

	it('runs as a tool under the name that n8n gives its tool', async () => {
		const { output } = await engine.runNode({
			node: { type: 'toys.echoTool', parameters: { word: 'x' } },
		});
		expect(output[0]?.json.word).toBe('x');
		await expect(engine.runNode({ node: { type: 'toys.waiterTool' } })).rejects.toThrow(
			'Unrecognized node type',
		);
	});

	it('is tried again by n8n where it says so', async () => {
		const once = await engine.runNode({ node: { type: 'toys.fickle' } });
		expect(once.status).toBe('error');
		expect(once.error?.message).toBe('Fickle');
		await engine.runNode({ node: { type: 'toys.fickle' } });
		const tried = await engine.runNode({
			node: { type: 'toys.fickle', retryOnFail: true, waitBetweenTries: 1 },
		});
		expect(tried.status).toBe('success');
		expect(tried.output[0]?.json.tries).toBe(4);
	});

	it('can be cancelled while it runs, and says so', async () => {
		const controller = new AbortController();
		const result = await engine.runNode({
			node: { type: 'toys.waiter' },
			abortSignal: controller.signal,
			onNodeStart: (name) => name === 'Node' && controller.abort(),
		});
		expect(result.status).toBe('canceled');
		expect(result.output).toEqual([]);
	});

	it('handles 100 000 items', async () => {
		const { output } = await engine.runNode({
			node: { type: 'n8n-nodes-base.limit', parameters: { maxItems: 100_000 } },
			input: Array.from({ length: 100_001 }, (_, i) => ({ i })),
		});
		expect(output).toHaveLength(100_000);
		expect(output[99_999]?.json.i).toBe(99_999);
	});
});

describe('signing in', () => {
	it('resolves a declared header, and shows an answer’s text in the error', async () => {
		const result = await engine.runNode({
			node: fetcher('toyHeader', { token: '={{ "token-" + 9 }}' }),
		});
		// Twice: n8n sends again after any 401, though it has nothing new to sign in with.
		expect(server.log).toEqual(['GET /data Bearer token-9', 'GET /data Bearer token-9']);
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({ httpCode: '401' });
		expect(result.whole()).toContain('token expired');
	});

	it('asks for an OAuth2 token once, stores it and uses it for the next items', async () => {
		const result = await engine.runNode({ node: oAuth2(), input: [{}, {}] });
		expect(result.status).toBe('success');
		expect(server.log).toEqual([
			'POST /token grant_type=client_credentials&client_id=client&client_secret=right',
			'GET /data Bearer token-1',
			'GET /data Bearer token-1',
		]);
		expect(result.credentials.toyOAuth2Api?.data.oauthTokenData).toMatchObject({
			access_token: 'token-1',
		});
		expect(result.nodeHints).toEqual([{ message: '2 fetched' }]);
		expect(result.logs).toContainEqual(expect.objectContaining({ message: 'fetched 2' }));
	});

	it('keeps the logs of executions that run side by side apart', async () => {
		const [one, two] = await Promise.all([
			engine.runNode({ node: oAuth2(), input: [{}] }),
			engine.runNode({ node: signIn(), input: [{}, {}] }),
		]);
		expect(one.logs.filter(({ level }) => level === 'info')).toMatchObject([
			{ message: 'fetched 1' },
		]);
		expect(two.logs.filter(({ level }) => level === 'info')).toMatchObject([
			{ message: 'fetched 2' },
		]);
	});

	it('renews an OAuth2 token after a 401, and stores the new one', async () => {
		const { credentials } = await engine.runNode({ node: oAuth2() });
		const stored = credentials.toyOAuth2Api;
		if (!stored) throw new Error('The credential is gone');
		server.revoke();
		server.log.length = 0;
		const node = { ...oAuth2(), credentials: { toyOAuth2Api: stored.data } };
		const result = await engine.runNode({ node });
		expect(result.status).toBe('success');
		expect(server.log.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
			'GET /data',
			'POST /token',
			'GET /data',
		]);
		expect(result.credentials.toyOAuth2Api?.data.oauthTokenData).toMatchObject({
			access_token: 'token-2',
		});
	});

	it('does not take the class’s hidden fields from what is stored', async () => {
		const result = await engine.runNode({ node: oAuth2({ grantType: 'authorizationCode' }) });
		expect(result.status).toBe('success');
	});

	it('runs preAuthentication where there is no token, and stores what it gives', async () => {
		const result = await engine.runNode({ node: signIn(), input: [{}, {}] });
		expect(result.status).toBe('success');
		expect(server.log.map((line) => line.split(' ')[0])).toEqual(['POST', 'GET', 'GET']);
		expect(result.credentials.toySignIn?.data).toMatchObject({
			secret: 'right',
			accessToken: 'token-1',
		});
	});

	it('runs preAuthentication again after a 401', async () => {
		const result = await engine.runNode({ node: signIn({ accessToken: 'old' }), input: [{}, {}] });
		expect(result.status).toBe('success');
		expect(server.log.map((line) => line.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'GET']);
		expect(result.credentials.toySignIn?.data.accessToken).toBe('token-1');
	});
});

describe('a credential test', () => {
	it('is OK where the request is answered', async () => {
		const { toySignIn = {} } = signIn().credentials;
		expect(await engine.testCredential('toySignIn', toySignIn)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
	});

	it('answers in the words of the rule for the status', async () => {
		expect(await engine.testCredential('toyHeader', { token: 'x', baseUrl: server.url })).toEqual({
			status: 'Error',
			message: 'Not let in',
		});
	});

	it('answers in the words of the rule for the body, over an OAuth2 token', async () => {
		const { toyOAuth2Api = {} } = oAuth2().credentials;
		expect(await engine.testCredential('toyOAuth2Api', toyOAuth2Api)).toEqual({
			status: 'Error',
			message: 'It answered data',
		});
	});

	it('answers with the network’s code where nobody answers', async () => {
		const baseUrl = server.url;
		await server.close();
		expect(await engine.testCredential('toyHeader', { token: 'x', baseUrl })).toEqual({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});
});

describe('a picker', () => {
	it('is given filter, token, parameters and credentials', async () => {
		const found = await engine.listSearch({
			nodeType: 'toys.fetcher',
			method: 'letters',
			parameters: { url: 'address' },
			credentials: { any: { type: 'toyHeader', data: {} } },
			filter: 'word',
			paginationToken: 'page 2',
		});
		expect(found).toEqual({
			results: [{ name: 'token-0 word address', value: 'page 2' }],
			paginationToken: 'next',
		});
	});
});

describe('a trigger that polls', () => {
	const MEMORY = { keeps: 'memory' } as const;
	const DATABASE = { keeps: 'database' } as const;

	function counter(tells: string, options: Partial<PolledNodeOptions> = {}): PolledNode {
		return engine.polledNode({
			type: 'toys.counter',
			parameters: { url: `${server.url}/html`, tells },
			credentials: { toyHeader: { token: 'right' } },
			...options,
		});
	}

	it('gives its items, in the mode of a trigger, with its credential and its budget', async () => {
		const trigger = counter('yes', { budget: 36_000 });
		expect(await trigger.poll()).toEqual([{ json: { count: 1, mode: 'trigger', budget: 36_000 } }]);
		expect(trigger.takeLogs()).toMatchObject([{ message: 'polled 1 times in trigger' }]);
		expect(server.log).toEqual(['GET /html Bearer right']);
	});

	it('has the budget of n8n where nobody gives one, and none on an old n8n', async () => {
		expect(await counter('yes').poll()).toMatchObject([{ json: { budget: 300_000 } }]);
		const old = counter('yes', { budget: 'unknown' });
		expect(await old.poll()).toMatchObject([{ json: { budget: 'unknown' } }]);
	});

	it('has its data saved at activation and with items, and not by a poll that gives none', async () => {
		const trigger = counter('no');
		await trigger.activate();
		await trigger.poll();
		expect(trigger.saved()).toEqual({ count: 1 });
		trigger.change({ parameters: { url: `${server.url}/html`, tells: 'yes' } });
		expect(await trigger.poll()).toMatchObject([{ json: { count: 2 } }]);
		expect(trigger.saved()).toEqual({ count: 2 });
	});

	it('finds what was saved after a restart, and nothing else', async () => {
		const trigger = counter('no');
		await trigger.activate();
		await trigger.poll();
		await trigger.poll();
		trigger.restart();
		await trigger.activate();
		expect(trigger.saved()).toEqual({ count: 2 });
	});

	it.each([
		['in memory', 2, MEMORY],
		['but not where a database keeps it', 1, DATABASE],
	] as const)('finds what a poll that failed has done %s', async (_, count, options) => {
		const trigger = counter('yes', {
			...options,
			parameters: { url: `${server.url}/data`, tells: 'yes' },
			credentials: { toyHeader: { token: 'token-1' } },
		});
		await expect(trigger.poll()).rejects.toThrow();
		expect(trigger.saved()).toEqual({});
		// From now on the token is good.
		await fetch(`${server.url}/token`, { method: 'POST', body: 'right' });
		expect(await trigger.poll()).toMatchObject([{ json: { count } }]);
	});

	it('has its data written back by a database after each poll', async () => {
		const trigger = counter('no', DATABASE);
		await trigger.poll();
		await trigger.poll();
		trigger.restart();
		expect(trigger.saved()).toEqual({ count: 2 });
	});

	it('shares its data between polls that overlap, which a database gives copies of', async () => {
		const memory = counter('yes', MEMORY);
		const together = await Promise.all([memory.poll(), memory.poll()]);
		expect(together).toMatchObject([[{ json: { count: 1 } }], [{ json: { count: 2 } }]]);
		const database = counter('yes', DATABASE);
		const apart = await Promise.all([database.poll(), database.poll()]);
		expect(apart).toMatchObject([[{ json: { count: 1 } }], [{ json: { count: 1 } }]]);
	});

	it('is tested in manual mode, which leaves what is saved alone', async () => {
		const trigger = counter('yes');
		await trigger.poll();
		expect(await trigger.fetchTestEvent()).toMatchObject([{ json: { mode: 'manual', count: 2 } }]);
		expect(trigger.saved()).toEqual({ count: 1 });
		expect(trigger.savedBytes()).toBe('{"count":1}'.length);
	});

	it('finds what was put in the place of its data, and another credential', async () => {
		const trigger = counter('yes');
		trigger.overwrite({ count: 40 });
		trigger.change({ credentials: { toyHeader: { token: 'other' } } });
		expect(await trigger.poll()).toMatchObject([{ json: { count: 41 } }]);
		expect(server.log).toEqual(['GET /html Bearer other']);
	});

	it('is refused if it does not poll', async () => {
		const trigger = engine.polledNode({ type: 'toys.echo' });
		await expect(trigger.poll()).rejects.toThrow('toys.echo is no trigger that polls');
	});
});
