/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFile } from 'node:fs/promises';
import process from 'node:process';

import { jsonParse } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../simulator';
import { checkDemo, type Check } from './demo/checks';
import { FAULTS } from './demo/faults';
import { measure } from './demo/measure';
import { formatFigures, seconds } from './demo/report';
import { createEngine, type EngineResult, type WorkflowJson } from './engine';
import { loadPackage } from './loadPackage';

const WORKFLOW = 'examples/customers.json';

function print(text = ''): void {
	process.stdout.write(`${text}\n`);
}

function printFailures(result: EngineResult): void {
	if (result.error) {
		print(`\nThe workflow stopped: ${result.error.message}`);
		if (result.error.description) print(`  ${result.error.description}`);
	}
	for (const { json } of result.items('Tell what failed')) {
		print(`\nWhat a user sees of the one that failed, ${String(json.customer)}:`);
		print(`  ${String(json.whatHappened)}`);
		print(`  ${String(json.whatToDo)}`);
	}
}

function printChecks(checks: Check[]): void {
	print();
	for (const { claim, objection } of checks) {
		print(objection === undefined ? `  ok      ${claim}` : `  NOT OK  ${claim}: ${objection}`);
	}
}

/** Runs the example workflow with the built package against a local Trackunit; false where it went wrong. */
async function runDemo(simulator: Simulator): Promise<boolean> {
	const workflow = jsonParse<WorkflowJson>(await readFile(WORKFLOW, 'utf8'));
	const engine = createEngine(await loadPackage(process.cwd()));
	for (const { fault } of FAULTS) simulator.faults.add(fault);

	print(`n8n's engine runs ${WORKFLOW} with the package as it is in dist/,`);
	print(`against a local Trackunit at ${simulator.url} that has its troubles:`);
	for (const { says } of FAULTS) print(`  - ${says}`);
	print();

	const measurement = measure(simulator);
	const result = await engine.run({
		workflow,
		credentials: {
			trackunit: {
				type: 'trackunitOAuth2Api',
				data: { ...simulator.credentials.trackunitOAuth2Api },
			},
		},
		onNodeStart(name) {
			measurement.start(name);
			print(`  > ${name}`);
		},
		onNodeEnd(name, data) {
			measurement.end(name, data);
			print(`  < ${name}: ${data.executionStatus} after ${seconds(data.executionTime)}`);
		},
	});

	print(`\n${formatFigures(measurement.figures(workflow, result))}`);
	printFailures(result);
	const checks = checkDemo(result, simulator, measurement);
	printChecks(checks);
	const wrong = checks.filter(({ objection }) => objection !== undefined);
	print(
		wrong.length === 0
			? `\nAll ${checks.length} as it should be.`
			: `\nNot as it should be: ${wrong.map(({ claim }) => claim).join('; ')}.`,
	);
	return wrong.length === 0;
}

async function main(): Promise<void> {
	const simulator = await startSimulator({ customers: 0 });
	try {
		if (!(await runDemo(simulator))) process.exitCode = 1;
	} finally {
		await simulator.close();
	}
}

void main().catch((error: unknown) => {
	print(`\nThe demo could not run: ${error instanceof Error ? error.stack : String(error)}`);
	process.exitCode = 1;
});
