import fastify, { type FastifyReply } from 'fastify';
import type { IDataObject, INode } from 'n8n-workflow';

import { isObject } from '../../nodes/TrackunitCustomer/json';
import type { Credential, CredentialReferences } from '../../scripts/n8n/credentials';
import { node } from '../../scripts/n8n/flow';

/** What the model answers to a request: it calls a tool, or ends with a text. */
export type Turn = { call: string; with: IDataObject } | { say: string };

/** A tool as the model is offered it. */
export interface OfferedTool {
	name: string;
	description: string;
	/** JSON schema of the arguments. */
	parameters: IDataObject;
}

export interface Message {
	role: string;
	content: unknown;
}

/** What the model was asked. */
export interface ChatRequest {
	messages: Message[];
	tools: OfferedTool[];
	/** Whether the answer is to come in parts. */
	stream: boolean;
}

/** A stand-in for a server of chat models as OpenAI's, that answers from a script. */
export interface ChatModel {
	/** All that it was asked since it last learned a script. */
	readonly requests: readonly ChatRequest[];
	/** What it has read back from tools since then, in their order. */
	results(): string[];
	/** Forgets what was, and answers the requests to come with these turns. */
	learn(...turns: Turn[]): void;
	/** What n8n needs to call it. */
	credential: Credential;
	/** A node of n8n that calls it with the credential. */
	nodeFor(credentials: CredentialReferences, name: string): INode;
	/** The node with the credential, if it is one that calls a model of OpenAI. */
	inPlaceOf(credentials: CredentialReferences, node: INode): INode;
	close(): Promise<void>;
}

const MODEL = 'stand-in';
const MODEL_TYPE = '@n8n/n8n-nodes-langchain.lmChatOpenAi';

export async function startChatModel(): Promise<ChatModel> {
	const server = fastify({ forceCloseConnections: true });
	let script: Turn[] = [];
	let requests: ChatRequest[] = [];

	server.post('/v1/chat/completions', (request, reply) => {
		const asked = readRequest(request.body);
		const turn = script[requests.length];
		requests.push(asked);
		if (!turn) {
			// A status that no client tries again.
			return reply.code(400).send({ error: { message: 'The script has no further turn' } });
		}
		const message = toMessage(turn, requests.length);
		return asked.stream ? sendInParts(reply, message) : reply.send(toAnswer(message));
	});

	const url = await server.listen({ host: '127.0.0.1', port: 0 });
	return {
		get requests() {
			return requests;
		},
		results() {
			const messages = requests.at(-1)?.messages ?? [];
			return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
		},
		learn(...turns) {
			script = turns;
			requests = [];
		},
		credential: {
			type: 'openAiApi',
			name: 'A stand-in for a chat model',
			data: { apiKey: 'none', url: `${url}/v1`, header: false },
		},
		nodeFor(credentials, name) {
			return node(name, MODEL_TYPE, {
				typeVersion: 1.3,
				parameters: {
					model: { __rl: true, mode: 'id', value: MODEL },
					// Chat completions are what other makers' servers speak too.
					responsesApiEnabled: false,
					options: {},
				},
				credentials,
			});
		},
		inPlaceOf: (credentials, one) => (one.type === MODEL_TYPE ? { ...one, credentials } : one),
		close: async () => await server.close(),
	};
}

function readRequest(body: unknown): ChatRequest {
	const { messages, tools, stream } = isObject(body) ? body : {};
	return {
		messages: objectsIn(messages).map(({ role, content }) => ({ role: String(role), content })),
		tools: objectsIn(tools).flatMap((tool) => (isTool(tool.function) ? [tool.function] : [])),
		stream: stream === true,
	};
}

function objectsIn(list: unknown): Array<Record<string, unknown>> {
	return Array.isArray(list) ? list.filter(isObject) : [];
}

function isTool(value: unknown): value is OfferedTool {
	return (
		isObject(value) &&
		typeof value.name === 'string' &&
		typeof value.description === 'string' &&
		isObject(value.parameters)
	);
}

interface Answered {
	message: IDataObject;
	reason: 'tool_calls' | 'stop';
}

function toMessage(turn: Turn, count: number): Answered {
	if ('say' in turn) return { message: { role: 'assistant', content: turn.say }, reason: 'stop' };
	const call = {
		index: 0,
		id: `call_${count}`,
		type: 'function',
		function: { name: turn.call, arguments: JSON.stringify(turn.with) },
	};
	return {
		message: { role: 'assistant', content: null, tool_calls: [call] },
		reason: 'tool_calls',
	};
}

const HEAD = { id: 'chat', created: 0, model: MODEL };

function toAnswer({ message, reason }: Answered): object {
	return {
		...HEAD,
		object: 'chat.completion',
		choices: [{ index: 0, message, finish_reason: reason }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** The answer as server-sent events. */
function sendInParts(reply: FastifyReply, { message, reason }: Answered): FastifyReply {
	const part = (delta: object, finish: string | null): string =>
		JSON.stringify({
			...HEAD,
			object: 'chat.completion.chunk',
			choices: [{ index: 0, delta, finish_reason: finish }],
		});
	const events = [part(message, null), part({}, reason), '[DONE]'];
	return reply.type('text/event-stream').send(events.map((event) => `data: ${event}\n\n`).join(''));
}
