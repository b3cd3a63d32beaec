import { NodeOperationError, type INode } from 'n8n-workflow';

const ANY: INode = {
	id: '',
	name: '',
	type: '',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * Whether n8n sends an item with `error`, `message` and `details` to the error output. An n8n before 2.36 takes
 * one with `details` for a success. One that does not is known by its errors, which keep a `failure` since 2.37.
 */
export const takesDetails: boolean =
	new NodeOperationError(ANY, 'any', { failure: { cause: 'node-defect' } }).failure !== undefined;
