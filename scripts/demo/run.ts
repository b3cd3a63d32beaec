/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { readFile } from 'node:fs/promises';

import { jsonParse } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator';
import type { Engine, EngineResult, StoredCredential, WorkflowJson } from '../engine';
import { checkAlways, TRAVEL_TIME } from './checks';
import { createClaims, type Check } from './claims';
import { FAILURES, type Demo, type DemoRun, type Evidence } from './demo';
import { measure } from './measure';
import { detail, formatFigures, print, printChecks, seconds, summarise } from './report';
import { rowsOf } from './rows';

function printOutcome(workflow: WorkflowJson, result: EngineResult, { show }: DemoRun): void {
	if (result.error) {
		print(`\nThe workflow stopped: ${result.error.message}`);
		if (result.error.description) print(`  ${result.error.description}`);
	}
	for (const { name } of workflow.nodes) {
		const hints = result.hints(name);
		if (hints.length > 0) detail(`\nAbove the output of '${name}', n8n shows:`);
		for (const { message } of hints) detail(`  ${message}`);
	}
	for (const { json } of result.items(FAILURES)) {
		print(`  The row that fails on purpose: ${String(json.whatHappened)}`);
		const { whatHappened, whatToDo, ...row } = json;
		detail(`\nWhat a user sees of the one that failed, ${Object.values(row).join(', ')}:`);
		detail(`  ${String(whatHappened)}`);
		detail(`  ${String(whatToDo)}`);
	}
	for (const line of show?.(result) ?? []) detail(`\n${line}`);
}

interface Scene extends Omit<Evidence, 'result'> {
	engine: Engine;
	workflow: WorkflowJson;
	credentials: Record<string, StoredCredential>;
}

async function execute(
	{ engine, workflow, credentials, simulator }: Scene,
	run: DemoRun,
): Promise<EngineResult> {
	const measurement = measure(simulator);
	const result = await engine.run({
		workflow,
		credentials,
		onNodeStart(name) {
			measurement.start(name);
			detail(`  > ${name}`);
		},
		onNodeEnd(name, data) {
			measurement.end(name, data);
			detail(`  < ${name}: ${data.executionStatus} after ${seconds(data.executionTime)}`);
		},
	});
	const figures = measurement.figures(workflow, result);
	detail(`\n${formatFigures(figures)}`);
	print(summarise(figures.filter(({ requests }) => requests > 0)));
	printOutcome(workflow, result, run);
	return result;
}

async function perform(scene: Scene, run: DemoRun): Promise<Evidence> {
	const { simulator, rows } = scene;
	simulator.log.clear();
	for (const { fault } of run.troubles) simulator.faults.add(fault);

	print(`\n${run.says}`);
	detail('\nTrackunit has its troubles:');
	for (const { says } of run.troubles) detail(`  - ${says}`);
	detail();
	return { result: await execute(scene, run), simulator, rows };
}

async function performAll(demo: Demo, engine: Engine, simulator: Simulator): Promise<Check[]> {
	const workflow = jsonParse<WorkflowJson>(await readFile(demo.file, 'utf8'));
	const rows = await rowsOf(workflow);
	demo.prepare(simulator.state, rows);
	simulator.faults.add(TRAVEL_TIME);

	const data = { ...simulator.credentials.trackunitOAuth2Api };
	let credentials: Scene['credentials'] = { trackunit: { type: 'trackunitOAuth2Api', data } };
	const checks: Check[] = [];
	for (const run of demo.runs) {
		const evidence = await perform({ engine, workflow, credentials, simulator, rows }, run);
		const claims = createClaims();
		checkAlways(claims, evidence, run);
		run.check(claims, evidence);
		printChecks(claims.checks);
		checks.push(...claims.checks);
		// As n8n does, the token is kept for the next run.
		credentials = evidence.result.credentials;
	}
	return checks;
}

/** Runs an example against a local Trackunit of its own, tells of it, and answers what was checked. */
export async function runDemo(demo: Demo, engine: Engine): Promise<Check[]> {
	const simulator = await startSimulator({ customers: demo.others });
	try {
		detail(`\n=== ${demo.file}`);
		return await performAll(demo, engine, simulator);
	} finally {
		await simulator.close();
	}
}
