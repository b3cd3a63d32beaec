import type { OperationId } from './contractDocument';
import { readDialect, refusedIn, refuseJoinedSort, writeDialect } from './dialect';
import type { Call, Endpoint } from './endpoint';
import { getAccountAssets, getAssets, updateAsset } from './endpoints/assets';
import {
	createContact,
	deleteContact,
	getContact,
	getContactsByIds,
	updateContact,
} from './endpoints/contacts';
import {
	createCustomer,
	deleteCustomer,
	getCustomer,
	getCustomers,
	updateCustomer,
} from './endpoints/customers';
import { provisionCustomerPortalAccess } from './endpoints/portal';
import { refusal, Refused, tokenRefusal, type Answer } from './errors';
import { applyDrift, applyToPage, applyToQuery } from './faults/pageFaults';
import type { PageFault } from './faults/types';
import { createGraphql } from './graphql';
import type { ListMemory } from './list';
import { createRequestRate } from './requestRate';
import type { Settings } from './settings';
import type { Store } from './state';
import type { Permission, TokenService } from './tokens';
import { answerFlaws } from './validator';

/** One request, with its operation where the contract has one for it. */
export interface ApiRequest {
	operation: OperationId | undefined;
	method: string;
	path: string;
	ids: Readonly<Record<string, string>>;
	query: Record<string, string>;
	/** The same as it was sent. */
	search: string;
	headers: Readonly<Record<string, string | undefined>>;
	/** The text that was sent, and what it was parsed to; `isJson` is false where it is not JSON. */
	body: SentBody;
}

export interface SentBody {
	text: string;
	/** JSON or the fields of a form; else the text, or undefined where there is none. */
	value: unknown;
	form: Record<string, string> | undefined;
	isJson: boolean;
}

type TokenOperation = 'requestClientCredentialsToken' | 'requestApiUserToken';
type DataOperation = Exclude<OperationId, TokenOperation>;

// A new operation of the contract is a compile error here until it has an endpoint.
const ENDPOINTS: Record<Exclude<DataOperation, 'graphql'>, Endpoint> = {
	getCustomers,
	createCustomer,
	getCustomer,
	updateCustomer,
	deleteCustomer,
	getContactsByIds,
	createContact,
	getContact,
	updateContact,
	deleteContact,
	getAssets,
	updateAsset,
	provisionCustomerPortalAccess,
	getAccountAssets,
};

export function isTokenOperation(operation: OperationId | undefined): operation is TokenOperation {
	return operation === 'requestClientCredentialsToken' || operation === 'requestApiUserToken';
}

function permissionFor(operation: DataOperation): Permission {
	return operation === 'getAccountAssets' ? 'asset.view' : 'account.customer.manage';
}

export interface Api {
	/** What a server without faults returns; page faults then change it. */
	answer(request: ApiRequest, pageFaults: readonly PageFault[]): Promise<Answer>;
	/** Responses that the contract does not allow, one sentence each. */
	readonly violations: string[];
	/** Forgets violations, and what GraphQL has spent. */
	reset(): void;
}

export function createApi(store: Store, settings: Readonly<Settings>, tokens: TokenService): Api {
	const violations: string[] = [];
	const memories = new Map<OperationId, ListMemory>();
	const graphql = createGraphql();
	const rate = createRequestRate();
	const endpoints: Record<DataOperation, Endpoint> = { ...ENDPOINTS, graphql: graphql.answer };

	function memoryOf(operation: OperationId): ListMemory {
		const memory = memories.get(operation) ?? {};
		memories.set(operation, memory);
		return memory;
	}

	function issueToken(operation: TokenOperation, { headers, body }: ApiRequest): Answer {
		if (body.form === undefined) {
			throw tokenRefusal(
				400,
				'invalid_request',
				'The body must be application/x-www-form-urlencoded',
			);
		}
		const issue = operation === 'requestApiUserToken' ? tokens.forApiUser : tokens.forApiKey;
		return {
			status: 200,
			body: issue(body.form, headers.authorization),
			headers: { 'cache-control': 'no-store' },
		};
	}

	function refuseOtherThanJson({ method, headers, body }: ApiRequest): void {
		if (method === 'GET' || method === 'DELETE' || body.text === '') return;
		if (!/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')) {
			throw outside(refusal(415, 'unsupported_media_type', 'The body must be application/json'));
		}
		if (!body.isJson) throw refusal(400, 'malformed_json', 'The body is not JSON');
	}

	async function respond(request: ApiRequest, pageFaults: readonly PageFault[]): Promise<Answer> {
		const { operation } = request;
		if (operation === undefined) {
			const what = `${request.method} ${request.path}`;
			throw outside(refusal(404, 'not_found', `There is nothing at ${what}`));
		}
		if (isTokenOperation(operation)) return issueToken(operation, request);
		rate.admit(settings.maxRequestsPerSecond);
		const { headers } = request;
		const holder = tokens.admit(headers.authorization, permissionFor(operation));
		refuseOtherThanJson(request);
		refuseJoinedSort(request.search, settings);
		const call: Call = {
			store,
			settings,
			holder,
			headers,
			ids: request.ids,
			query: applyToQuery(pageFaults, request.query),
			body: readDialect(operation, request.body.value, settings),
			memory: memoryOf(operation),
		};
		const answered = async (): Promise<Answer> => await endpoints[operation](call);
		return await answered().catch((error: unknown) => Promise.reject(refusedIn(error, settings)));
	}

	function checked(operation: OperationId | undefined, answer: Answer): Answer {
		if (operation === undefined || answer.outsideContract) return answer;
		const flaws = answerFlaws(operation, answer, settings.extraCustomerTypes);
		if (flaws.length === 0) return answer;
		violations.push(...flaws);
		return refusal(500, 'contract_violation', flaws.join('; ')).answer;
	}

	return {
		violations,
		reset() {
			violations.length = 0;
			graphql.reset();
		},
		async answer(request, pageFaults) {
			const { operation } = request;
			const answer = await inContract(request, pageFaults);
			return operation === undefined ? answer : writeDialect(operation, answer, settings);
		},
	};

	async function inContract(
		request: ApiRequest,
		pageFaults: readonly PageFault[],
	): Promise<Answer> {
		const { operation, ids, query } = request;
		let answer: Answer;
		try {
			answer = await respond(request, pageFaults);
		} catch (error) {
			if (error instanceof Refused) return checked(operation, error.answer);
			// A defect of ours must not pass for a fault that a test asked for.
			violations.push(`${request.method} ${request.path}: ${String(error)}`);
			return refusal(500, 'internal_error', String(error)).answer;
		}
		const right = checked(operation, answer);
		if (right !== answer || operation === undefined || pageFaults.length === 0) return right;
		applyDrift(pageFaults, operation, ids.customerId ?? '', store);
		return { ...right, body: applyToPage(pageFaults, right.body, query, store) };
	}
}

function outside({ answer }: Refused): Refused {
	return new Refused({ ...answer, outsideContract: true });
}
