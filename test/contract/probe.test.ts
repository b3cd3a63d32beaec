/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test: what the rule guards, n8n's process, never loads it */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { assetFields } from '../../nodes/TrackunitCustomer/operations/asset/record';
import { contactFields } from '../../nodes/TrackunitCustomer/operations/contact/record';
import { customerFields } from '../../nodes/TrackunitCustomer/operations/customer/record';
import { probe, type Read } from '../../scripts/contract/probe';
import { settingsOf, startSimulator, type Simulator } from '../../simulator';
import { ask, firstKey } from '../simulator/client';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ customers: 30 });
});
beforeEach(() => {
	simulator.reset();
	const { customers, assets, assign } = simulator.state;
	assign(firstKey(customers), [firstKey(assets)]);
});
afterAll(async () => await simulator.close());

const read: Read = async (address) => (await ask(simulator, 'GET', address)).body;

it('finds the contract where it holds, with five requests that only read', async () => {
	const lines = await probe(read);
	expect(lines.at(-1)).toBe("Dialect: the contract's");
	expect(lines).toContain('  has address.city (text)');
	expect(lines.filter((line) => line.startsWith('  adds'))).toEqual([]);
	expect(simulator.log.entries.map(({ method }) => method)).toEqual(
		Array.from({ length: 5 }, () => 'GET'),
	);
});

it.each(['flat,phone', 'flat,id,emptyText', 'phone,text'])(
	'tells the dialect %s',
	async (words) => {
		Object.assign(simulator.settings, settingsOf(words));
		const lines = await probe(read);
		expect(lines.at(-1)).toBe(`Dialect: ${words.split(',').join(', ')}`);
	},
);

it('is a command, which shows no token where it fails', async () => {
	const command = async (token: string) =>
		await promisify(execFile)('npm', [
			...['run', '--silent', 'contract:probe', '--'],
			...['--base-url', simulator.url, '--token', token],
		]);
	const { stdout } = await command(simulator.credentials.trackunitApi.apiToken);
	expect(stdout).toMatch(
		/^A page of customers\n {2}has id \(text\)\n[\s\S]*\nDialect: the contract's\n$/,
	);
	await expect(command('wrong-token')).rejects.toMatchObject({
		code: 1,
		stdout: '',
		stderr: expect.not.stringContaining('wrong-token'),
	});
	// The token goes to no other address.
	const location = `${simulator.url}/api/customer/v1/customers`;
	simulator.faults.add({ kind: 'redirect', location });
	await expect(command(simulator.credentials.trackunitApi.apiToken)).rejects.toMatchObject({
		code: 1,
		stdout: '',
	});
}, 30_000);

it('says where there is nothing to look at, and asks no more than there is', async () => {
	const { customers, deleteCustomer } = simulator.state;
	for (const id of [...customers.keys()]) deleteCustomer(id);
	const lines = await probe(read);
	const nothing = '  no records to look at';
	expect(lines.slice(0, 9)).toEqual([
		...['A page of customers', nothing, 'One customer', nothing],
		...['Its contacts', nothing, 'Its assets', nothing, 'A page of assets'],
	]);
	expect(simulator.log.entries).toHaveLength(2);
});

it('looks for each property of the contract in each part', async () => {
	const lines = await probe(read);
	const parts = lines.join('\n').split(/\n(?! )/);
	const names = parts.map((part) =>
		[...part.matchAll(/^ {2}(?:has|lacks) (\S+)/gm)].map(([, name]) => name),
	);
	const customer = customerFields.map(({ path }) => path);
	expect(names).toEqual([
		customer,
		customer,
		contactFields.map(({ path }) => path),
		assetFields.map(({ path }) => path),
		['id', 'name', 'serialNumber', 'externalReference', 'brand', 'model'],
		[],
	]);
});

it('tells which place a field has, and where rows are no objects', async () => {
	Object.assign(simulator.settings, settingsOf('flat,phone,text'));
	const lines = await probe(read);
	expect(lines).toContain('  has city in place of address.city (text)');
	expect(lines).toContain('  rows are not objects but text');
});

it('names what is lacking and what is new, and shows no value', async () => {
	const secrets = ['Secret Customer', 47_110_815, true] as const;
	const [secret, number, flag] = secrets;
	const customer = {
		id: 'c1',
		name: secret,
		note: secret,
		tags: { 'c1-x': secret },
		address: null,
		phoneNumber: null,
		debt: number,
		isLate: flag,
		codes: [secret, number],
	};
	const lines = await probe(async (address) => {
		if (address.includes('/assets')) return await Promise.resolve({ content: [secret] });
		const content = [customer, { ...customer, note: number }];
		return await Promise.resolve(address.includes('c1') ? customer : { content });
	});
	expect(lines).toEqual(
		expect.arrayContaining([
			'  lacks email',
			'  has phoneNumber (null)',
			'  adds note (number, text)',
			'  adds note (text)',
			'  adds tags.(other) (text)',
			'  adds debt (number)',
			'  adds isLate (boolean)',
			'  adds codes (list)',
		]),
	);
	for (const one of [...secrets, 'c1']) expect(lines.join()).not.toContain(String(one));
});
