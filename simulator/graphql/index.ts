/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { createRequire } from 'node:module';

import type { components } from '../../nodes/TrackunitCustomer/contract';
import { readsBody, type Call } from '../endpoint';
import type { Answer } from '../errors';
import { createBudget } from './budget';
import type * as Engine from './engine';
import { createRanks, type Ranks } from './ranks';

const readRequest = readsBody<components['schemas']['GraphqlRequest']>('graphql');

// GraphQL's libraries take longer to load than everything else, so they are loaded by the first request that needs them.
// An `import()` would do, but not in jest.
const load = createRequire(require.resolve('./engine'));
const engine = (): typeof Engine => load('./engine');

export interface Graphql {
	/** Returns 200 for any GraphQL request. Throws Refused for anything else. */
	answer(call: Call): Promise<Answer>;
	/** Fills the budgets and forgets the cursors. */
	reset(): void;
}

/** GraphQL over the same records as REST, with the budgets and cursors of one local Trackunit. */
export function createGraphql(): Graphql {
	const budget = createBudget();
	const lists = new Map<string, Ranks>();

	function ranksOf(list: string): Ranks {
		const ranks = lists.get(list) ?? createRanks();
		lists.set(list, ranks);
		return ranks;
	}

	return {
		async answer(call) {
			const request = readRequest(call);
			const previews = (call.headers['tu-preview'] ?? '').split(',').map((code) => code.trim());
			const body = await engine().run(request, {
				call,
				operationName: request.operationName ?? undefined,
				previews: new Set(previews),
				ranksOf,
				spend: (cost) => budget.spend(call.holder, cost, call.settings),
			});
			return { status: 200, body };
		},
		reset() {
			budget.clear();
			lists.clear();
		},
	};
}
