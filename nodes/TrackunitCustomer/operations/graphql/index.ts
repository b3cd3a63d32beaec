import type { Resource } from '../../run/operation';
import { mutate } from './mutate';
import { query } from './query';

export const graphql: Resource = {
	name: 'GraphQL',
	value: 'graphql',
	operations: [mutate, query],
};
