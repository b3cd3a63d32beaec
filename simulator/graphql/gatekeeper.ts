import {
	GraphQLError,
	getDirectiveValues,
	validate,
	type ASTVisitor,
	type DocumentNode,
	type GraphQLSchema,
	type ValidationContext,
} from 'graphql';
import { getComplexity, type ComplexityEstimator } from 'graphql-query-complexity';

import type { Settings } from '../settings';
import { pageSize } from './connection';
import type { GraphqlContext } from './context';

/** One point per field, times the size of the page it is in. */
function estimator(settings: Readonly<Settings>): ComplexityEstimator {
	return ({ field, args, childComplexity }) => {
		const isPaged = field.args.some(({ name }) => name === 'first');
		return 1 + childComplexity * (isPaged ? pageSize(args, settings) : 1);
	};
}

function previewRule(schema: GraphQLSchema, previews: ReadonlySet<string>) {
	const directive = schema.getDirective('preview');
	return (context: ValidationContext): ASTVisitor => ({
		Field(node) {
			const definition = context.getFieldDef()?.astNode;
			if (!directive || !definition) return;
			const code = getDirectiveValues(directive, definition)?.code;
			if (typeof code !== 'string' || previews.has(code)) return;
			const message = `The field '${node.name.value}' is in preview: it needs the header TU-PREVIEW with ${code}`;
			const extensions = { code: 'PREVIEW_REQUIRED', preview: code };
			context.reportError(new GraphQLError(message, { nodes: node, extensions }));
		},
	});
}

/**
 * Lets a valid document through that costs no more than it may, and takes its cost from the budget.
 * Throws an AggregateError of GraphQLErrors.
 */
export function admit(
	schema: GraphQLSchema,
	document: DocumentNode,
	context: GraphqlContext,
	variables: Record<string, unknown>,
): void {
	const { previews, operationName, call } = context;
	const unasked = validate(schema, document, [previewRule(schema, previews)]);
	if (unasked.length > 0) throw new AggregateError(unasked);

	const { graphqlMaxCost } = call.settings;
	const cost = getComplexity({
		schema,
		query: document,
		variables,
		operationName,
		estimators: [estimator(call.settings)],
		// A document may be as long as it likes: what it costs is what counts.
		maxQueryNodes: Infinity,
	});
	if (cost > graphqlMaxCost) {
		const message = `The query costs ${cost} points; at most ${graphqlMaxCost} are allowed`;
		const extensions = { code: 'QUERY_COMPLEXITY_REACHED' };
		throw new AggregateError([new GraphQLError(message, { extensions })]);
	}
	const { isGranted, ...rateLimit } = context.spend(cost);
	if (!isGranted) {
		const { resetIn } = rateLimit;
		const message = `The budget is spent; it is full again in ${resetIn} milliseconds`;
		const extensions = { code: 'RATE_LIMITED', resetIn, cost };
		throw new AggregateError([new GraphQLError(message, { extensions })]);
	}
	context.rateLimit = rateLimit;
}
