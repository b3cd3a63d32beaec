import fastify, { type FastifyInstance } from 'fastify';
import { GraphQLError, type ExecutionResult } from 'graphql';
import mercurius from 'mercurius';

import type { components } from '../../nodes/TrackunitCustomer/contract';
import { isObject } from '../../nodes/TrackunitCustomer/json';
import { contractDocument } from '../contractDocument';
import { Refused } from '../errors';
import type { GraphqlContext } from './context';
import { admit } from './gatekeeper';
import { resolvers } from './resolvers';
import { createSchema } from './schema';

type Schemas = components['schemas'];

/** What GraphQL calls the refusals of REST. Assumed: no code but those of the limits is documented. */
const CODES: Readonly<Record<string, string>> = {
	constraint_violation: 'VALIDATION_ERROR',
	not_found: 'NOT_FOUND',
	conflict: 'CONFLICT',
};

function toGraphqlError({
	answer: { body },
}: Refused): Pick<Schemas['GraphqlError'], 'message' | 'extensions'> {
	const { code, message, violations } = isObject(body) ? body : {};
	const reasons = Array.isArray(violations) ? violations.filter(isObject) : [];
	const details = reasons.map((each) => `${String(each.field)}: ${String(each.message)}`);
	return {
		message: [String(message), ...details].join('; '),
		extensions: {
			code: CODES[String(code)] ?? String(code).toUpperCase(),
			...(reasons.length > 0 && { violations: reasons }),
		},
	};
}

/** An error as it is returned. Throws what is neither GraphQL's nor a refusal: that is a defect of ours. */
function toResponseError(error: GraphQLError): Schemas['GraphqlError'] {
	const { originalError } = error;
	const { message, path, locations, extensions } = error.toJSON();
	const place = {
		...(path !== undefined && { path: [...path] }),
		...(locations !== undefined && { locations: [...locations] }),
	};
	if (originalError instanceof Refused) return { ...toGraphqlError(originalError), ...place };
	if (originalError !== undefined && !(originalError instanceof GraphQLError)) throw originalError;
	return { message, ...place, ...(extensions !== undefined && { extensions }) };
}

/** The reasons why a document was not run. Throws anything else. */
function reasonsIn(error: unknown): GraphQLError[] {
	const errors: unknown = error instanceof Error && 'errors' in error ? error.errors : undefined;
	if (!Array.isArray(errors)) throw error;
	return errors.map((each: unknown) => {
		if (each instanceof GraphQLError) return each;
		throw error;
	});
}

async function createServer(): Promise<FastifyInstance> {
	const server = fastify();
	await server.register(mercurius, {
		schema: createSchema(contractDocument.components.schemas),
		routes: false,
		// The cache would bring in a module that jest cannot load.
		cache: false,
		errorFormatter: ({ data, errors }) => ({ statusCode: 200, response: { data, errors } }),
	});
	server.graphql.defineResolvers(resolvers);
	server.graphql.addHook('preExecution', admit);
	await server.ready();
	return server;
}

// The schema is the same for every local Trackunit; this server listens on no port.
let theServer: Promise<FastifyInstance> | undefined;

/** Runs a document. Rejects only for a defect of ours. */
export async function run(
	{ query, variables }: Schemas['GraphqlRequest'],
	context: GraphqlContext,
): Promise<Schemas['GraphqlResponse']> {
	theServer ??= createServer();
	const { graphql } = await theServer;
	let ran: ExecutionResult;
	try {
		ran = await graphql(query, context, variables ?? {}, context.operationName);
	} catch (error) {
		return { errors: reasonsIn(error).map(toResponseError) };
	}
	const { data = null, errors } = ran;
	return errors === undefined ? { data } : { data, errors: errors.map(toResponseError) };
}
