import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { itemsOf } from '../scripts/engine/result';
import { endedExecution, startExecution } from '../scripts/n8n/executions';
import { flow, NODE } from '../scripts/n8n/flow';
import { openStage, scene, type Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

const PATHS = [
	'text',
	'deep.text',
	'deep["two words"]',
	'deep[\'say "so"\']',
	'deep["it\'s"].straße',
	'["名前"]',
	'a$b',
	'list',
	'deep',
	'length',
	'toString',
	'deep.toString',
	'hasOwnProperty',
	'__proto__',
	'deep.constructor',
];
const VALUES = [
	'Åkirkeby ',
	'',
	' 10',
	'={{ 1 }}',
	10,
	0,
	-0,
	1.5,
	1e21,
	true,
	false,
	null,
	[1, 'a'],
	{ a: 1 },
];

/** An item that has a value at each of the paths, and one that has nothing there. */
const ITEMS: IDataObject[] = [
	...VALUES.map((value) => ({
		text: value,
		a$b: value,
		名前: value,
		length: value,
		list: [value],
		toString: value,
		deep: {
			text: value,
			'two words': value,
			'say "so"': value,
			"it's": { straße: value },
			toString: value,
		},
	})),
	{},
	{ deep: null },
	{ deep: 'text' },
	{ deep: [] },
];

/** What a dry run of all items shows, with each path written by `write`. */
async function bodies(write: (path: string) => string): Promise<unknown[]> {
	const shown: unknown[] = [];
	for (const path of PATHS) {
		const expression = write(path.startsWith('[') ? `$json${path}` : `$json.${path}`);
		const parameters: INodeParameters = {
			name: `=${expression}, No. ${expression}`,
			additionalFields: { city: `=${expression}`, streetAddress: `=Vej ${expression}\n` },
			options: { dryRun: true },
		};
		const settings = { onError: 'continueRegularOutput' as const };
		const workflow = flow(
			`Expressions ${path}`,
			{ operation: 'create', parameters, input: ITEMS, settings },
			stage.credentials,
		);
		const id = await stage.keep(workflow);
		const { runData } = await endedExecution(stage.api, await startExecution(stage.api, id));
		shown.push(itemsOf(runData, NODE).map(({ json, pairedItem }) => ({ path, json, pairedItem })));
	}
	return shown.flat();
}

scene(
	"an expression that is taken from the item gives what n8n's own engine gives",
	() => stage,
	async () => {
		const taken = await bodies((path) => `{{ ${path} }}`);
		// A pair of brackets is enough for the node to leave it to n8n.
		const evaluated = await bodies((path) => `{{ (${path}) }}`);
		expect(taken).toEqual(evaluated);
		expect(taken).toHaveLength(PATHS.length * ITEMS.length);
		expect(JSON.stringify(taken)).toContain('"city":"Åkirkeby"');
	},
);
