import type { Call } from '../endpoint';
import type { RateLimit } from './budget';
import type { Ranks } from './ranks';

/** One GraphQL request as hooks and resolvers see it. */
export interface GraphqlContext {
	/** The request; a mutation is done by the endpoint of REST, with ids and body of its own. */
	call: Call;
	operationName: string | undefined;
	/** Codes of the preview features that the request asks for. */
	previews: ReadonlySet<string>;
	ranksOf(list: string): Ranks;
	/** Takes the cost from the budget, if there is enough of it. */
	spend(cost: number): RateLimit & { isGranted: boolean };
	/** As it is after this document was paid for. */
	rateLimit?: RateLimit;
}
