import { optionsProperty } from '../../parameters/options';
import type { OneByOne } from '../../run/operation';
import { documentProperties, readGraphqlInput, toItem, type GraphqlInput } from './request';

export const mutate: OneByOne<GraphqlInput> = {
	name: 'Mutate',
	value: 'mutate',
	action: 'Run mutation',
	description:
		'Change data with a GraphQL mutation. It is only retried if Trackunit certainly did not execute it.',
	parameters: [
		...documentProperties('mutation', 'e.g. mutation ($name: String!) { … }'),
		optionsProperty('dryRun', 'operationName', 'previewFeatures', 'rawResponse'),
	],
	read: (p) => readGraphqlInput(p, 'mutation'),
	async execute(run, { request, variables, rawResponse }) {
		const { body = {} } = await run.write({ ...request(variables), repeatable: false });
		return toItem(body, rawResponse);
	},
};
