/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test: what the rule guards, n8n's process, never loads it */
import { createServer } from 'node:http';

import {
	NodeApiError,
	NodeConnectionTypes,
	sleep,
	type ICredentialTestRequest,
	type ICredentialType,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

export interface ToyServer {
	url: string;
	/** Of each request, in order: `GET /data Bearer token-1`. */
	log: string[];
	/** No token answered so far is good any more. */
	revoke(): void;
	close(): Promise<void>;
}

/** Answers tokens to whoever knows the secret 'right', and data to whoever has the last token. */
export async function startToyServer(): Promise<ToyServer> {
	let issued = 0;
	let good = '';
	const log: string[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (part) => (body += part));
		request.on('end', () => {
			const { method, url, headers } = request;
			log.push(`${method} ${url} ${headers.authorization ?? body}`);
			const answer = (status: number, json: object) =>
				response
					.writeHead(status, { 'content-type': 'application/json' })
					.end(JSON.stringify(json));
			if (url === '/token') {
				if (!body.includes('right')) return answer(400, { error: 'invalid_client' });
				good = `token-${++issued}`;
				return answer(200, { access_token: good, token_type: 'Bearer', expires_in: 3600 });
			}
			if (url === '/html') return answer(200, {});
			return headers.authorization === `Bearer ${good}`
				? answer(200, { content: 'data' })
				: answer(401, { message: 'token expired' });
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (typeof address !== 'object' || !address) throw new Error('The server has no port');
	return {
		url: `http://127.0.0.1:${address.port}`,
		log,
		revoke: () => (good = 'none'),
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

function text(name: string, fallback = ''): INodeProperties {
	return { displayName: name, name, type: 'string', default: fallback };
}

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

function toy(
	name: string,
	execute: Execute,
	more: Partial<INodeTypeDescription> = {},
	methods?: INodeType['methods'],
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
			...more,
		},
		execute,
		methods,
	};
}

/** Answers each item's `word`, and an error item for an empty one. */
const echo = toy(
	'echo',
	async function () {
		return [
			this.getInputData().map((_, item) => {
				const word = this.getNodeParameter('word', item);
				if (word === '') return { json: { error: 'No word' }, pairedItem: { item } };
				return { json: { word, tail: this.getNodeParameter('tail', item) }, pairedItem: { item } };
			}),
		];
	},
	{ properties: [text('word'), text('tail', 'the default')], usableAsTool: true },
);

/** Gets `url` for each item, with the credential of type `credentialType`. */
const fetcher = toy(
	'fetcher',
	async function () {
		const output: INodeExecutionData[] = [];
		for (const [item] of this.getInputData().entries()) {
			const answer: object = await this.helpers.httpRequestWithAuthentication.call(
				this,
				String(this.getNodeParameter('credentialType', 0)),
				{ url: String(this.getNodeParameter('url', item)), json: true },
			);
			output.push({ json: { ...answer }, pairedItem: { item } });
		}
		this.logger.info(`fetched ${output.length}`);
		this.addExecutionHints({ message: `${output.length} fetched` });
		return [output];
	},
	{
		properties: [{ ...text('url'), required: true }, text('credentialType')],
		credentials: [{ name: 'toySignIn' }, { name: 'toyHeader' }, { name: 'toyOAuth2Api' }],
	},
	{
		listSearch: {
			async letters(filter, paginationToken) {
				const { token } = await this.getCredentials<{ token: string }>('toyHeader');
				const name = [token, filter, this.getCurrentNodeParameter('url')].join(' ');
				return { results: [{ name, value: String(paginationToken) }], paginationToken: 'next' };
			},
		},
	},
);

/** Waits until it is cancelled. */
const waiter = toy('waiter', async function () {
	await sleep(60_000, this.getExecutionCancelSignal());
	return [[]];
});

/** Polls `url` and tells how often it has done so; keeps the count, and nothing else. Fails for 'bad'. */
const counter: INodeType = {
	description: {
		...toy('counter', async () => [[]]).description,
		group: ['trigger'],
		polling: true,
		inputs: [],
		properties: [text('url'), text('tells', 'yes')],
		credentials: [{ name: 'toyHeader' }],
	},
	async poll() {
		const kept = this.getWorkflowStaticData('node');
		const mode = this.getMode();
		const before = Number(kept.count ?? 0);
		kept.count = before + 1;
		await this.helpers.httpRequestWithAuthentication.call(this, 'toyHeader', {
			url: String(this.getNodeParameter('url')),
		});
		this.logger.info(`polled ${before + 1} times in ${mode}`);
		if (this.getNodeParameter('tells') !== 'yes') return null;
		return [[{ json: { count: before + 1, mode, budget: this.getPollBudgetMs?.() ?? 'unknown' } }]];
	},
};

let failures = 0;

/** Fails when it runs first, and every second time. */
const fickle = toy('fickle', async function () {
	failures += 1;
	if (failures % 2 === 1) throw new NodeApiError(this.getNode(), { message: 'Fickle' });
	return [[{ json: { tries: failures } }]];
});

export const toyNodes = {
	'toys.echo': echo,
	'toys.fetcher': fetcher,
	'toys.waiter': waiter,
	'toys.fickle': fickle,
	'toys.counter': counter,
};

const test: ICredentialTestRequest = {
	request: { baseURL: '={{ $credentials.baseUrl }}', url: '={{ $credentials.path || "/data" }}' },
	rules: [{ type: 'responseCode', properties: { value: 401, message: 'Not let in' } }],
};

const toyHeader: ICredentialType = {
	name: 'toyHeader',
	displayName: 'Toy Header',
	properties: [text('token', 'token-0'), text('baseUrl'), text('path')],
	authenticate: {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.token }}' } },
	},
	test,
};

const toySignIn: ICredentialType = {
	name: 'toySignIn',
	displayName: 'Toy Sign-In',
	properties: [
		text('secret'),
		text('baseUrl'),
		{ ...text('accessToken'), type: 'hidden', typeOptions: { expirable: true } },
	],
	async preAuthentication({ baseUrl, secret }) {
		const answer = await this.helpers.httpRequest({
			method: 'POST',
			url: `${String(baseUrl)}/token`,
			body: { secret },
			json: true,
		});
		return { accessToken: answer.access_token };
	},
	authenticate: async ({ accessToken }, options) => ({
		...options,
		headers: { ...options.headers, Authorization: `Bearer ${String(accessToken)}` },
	}),
	test,
};

const toyOAuth2Api: ICredentialType = {
	name: 'toyOAuth2Api',
	displayName: 'Toy OAuth2',
	extends: ['oAuth2Api'],
	properties: [
		{ ...text('grantType', 'clientCredentials'), type: 'hidden' },
		{ ...text('authentication', 'body'), type: 'hidden' },
		text('baseUrl'),
	],
	test: {
		...test,
		rules: [
			{
				type: 'responseSuccessBody',
				properties: { key: 'content', value: 'data', message: 'It answered data' },
			},
		],
	},
};

export const toyCredentials = { toyHeader, toySignIn, toyOAuth2Api };
