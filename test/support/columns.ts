import type { INodeParameters } from 'n8n-workflow';

/** What the mapper of columns stores in "map automatically": the columns are the item's own. */
export function automatic(match: string | string[], offered: string[] = []): INodeParameters {
	return {
		mappingMode: 'autoMapInputData',
		value: null,
		matchingColumns: [match].flat(),
		schema: offered.map((id) => ({ id })),
	};
}

/** What it stores in "map each column below". */
export function mapped(
	match: string | string[],
	value: INodeParameters,
	offered: string[] = [],
): INodeParameters {
	return { ...automatic(match, offered), mappingMode: 'defineBelow', value };
}
