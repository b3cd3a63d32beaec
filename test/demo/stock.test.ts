import { rowsOf } from '../../scripts/demo/rows';
import { FORMER, stock, YARD } from '../../scripts/demo/stock';
import { readExample, readExamples } from '../../scripts/n8n/workflows';
import { DATABASE, HANDOVER, SPREADSHEET } from '../support/outside';
import { useTrackunit, type Trackunit } from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => (t = started), { customers: 0 });

/** What an example says in itself, or is given from outside. */
async function dataOf(name: string): Promise<unknown> {
	const workflow = await readExample(name);
	if (
		workflow.nodes.some((node) => node.name === 'Split into rows' && /splitOut/.test(node.type))
	) {
		return await rowsOf(workflow);
	}
	const given: Record<string, unknown> = {
		'erp-spreadsheet': SPREADSHEET,
		'erp-sql': DATABASE,
		'handover-form': [HANDOVER, YARD],
	};
	return given[name] ?? [workflow, name === 'offboarding' && FORMER];
}

const numbersIn = (data: unknown): string[] => [
	...new Set(JSON.stringify(data).match(/\b(ERP|EX)-\d+/g) ?? []),
];

it('gives each example numbers that no other uses, so that they can be run one after another', async () => {
	const owner = new Map<string, string>();
	const shared: string[] = [];
	for (const { name } of await readExamples()) {
		for (const number of numbersIn(await dataOf(name))) {
			const before = owner.get(number);
			if (before !== undefined) shared.push(`${number}: ${before}, ${name}`);
			owner.set(number, name);
		}
	}
	expect(shared).toEqual([]);
	expect(new Set(owner.values()).size).toBe(8);
});

it('has the customers and machines that the examples name', async () => {
	await stock(t.state);

	const customers = [...t.state.customers.values()].map((one) => one.externalReference);
	const machines = [...t.state.assets.values()].map((one) => one.serialNumber);
	expect(customers).toEqual(expect.arrayContaining([...FORMER.customers, YARD.customer]));
	expect(customers).toEqual(expect.arrayContaining(['ERP-30001', 'ERP-30010']));
	expect(machines).toEqual(expect.arrayContaining(['EX-30001', 'EX-30500', ...YARD.machines]));
	expect(machines).not.toContain('EX-99999');
});
