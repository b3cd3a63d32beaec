import type { IDataObject } from 'n8n-workflow';

import { createEngine, type WorkflowJson } from '../engine';
import { ROWS } from './demo';

/** What the example's ERP exports: the workflow is run up to there, so that its rows are written once. */
export async function rowsOf(workflow: WorkflowJson): Promise<IDataObject[]> {
	const engine = createEngine({ nodeTypes: {}, credentialTypes: {} });
	const result = await engine.run({ workflow: upTo(ROWS, workflow) });
	const rows = result.items(ROWS).map(({ json }) => json);
	if (rows.length === 0) {
		throw new Error(`No rows came from '${ROWS}' in ${workflow.name}`, { cause: result.error });
	}
	return rows;
}

/** The nodes on the way to one, and that one. */
function upTo(last: string, { nodes, connections, ...workflow }: WorkflowJson): WorkflowJson {
	const kept = new Set([last]);
	// A set that grows while it is gone through is gone through to its end.
	for (const name of kept) {
		for (const [source, { main = [] }] of Object.entries(connections)) {
			if (main.flat().some((target) => target?.node === name)) kept.add(source);
		}
	}
	kept.delete(last);
	return {
		...workflow,
		nodes: nodes.filter(({ name }) => name === last || kept.has(name)),
		connections: Object.fromEntries(Object.entries(connections).filter(([name]) => kept.has(name))),
	};
}
