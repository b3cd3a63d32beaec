import type { INodeParameters, INodeProperties, NodeParameterValueType } from 'n8n-workflow';

import { resources } from '../../nodes/TrackunitCustomer/operations/registry';
import { RIGHT } from '../support/right';
import { byId, locator, shown, useTrackunit, type Trackunit } from '../support/trackunit';

let t: Trackunit;
useTrackunit((started) => {
	t = started;
});

/** As an expression gives it, so that n8n's editor does not refuse it before. */
function given(value: unknown): string {
	return `={{ ${value === undefined ? 'undefined' : JSON.stringify(value)} }}`;
}

const NOTHING = ['', '   ', '\u00a0\u200b', null, undefined];
const NO_TEXT = [{ a: 1 }, [[1]]];
const NO_JSON = ['{', '{"a":1', "{'a':1}", '[1]', '5', 'null', '"text"', 'text', [1], true, 5];
const UNSAFE = ['{"__proto__":{"a":1}}', '{"a":{"constructor":1}}', '{"a":[{"prototype":1}]}'];

function numbers({ minValue, maxValue }: NonNullable<INodeProperties['typeOptions']>): unknown[] {
	const outside = [minValue, maxValue].flatMap((bound, index) =>
		typeof bound === 'number' ? [bound + (index === 0 ? -1 : 1)] : [],
	);
	return [...outside, -1, 1.5, 'x', '1,5', '1e99x', '', '0x', {}, [], [1, 2], true];
}

/** What of a parameter's own type is wrong everywhere; a parameter that takes more is not of that type. */
function wrongFor(property: INodeProperties): NodeParameterValueType[] {
	const { type, required = false, typeOptions = {} } = property;
	switch (type) {
		case 'resourceLocator':
			return [
				...[...NOTHING, ...NO_TEXT, 'a/b', '/', 'a\\b', '.', '..', true].map((value) =>
					byId(given(value)),
				),
				...['1', 'https://elsewhere.example/', 'javascript:alert(1)', 'https://'].map((value) =>
					locator('url', value),
				),
				locator('odd', '1'),
				given('text with no mode/at all'),
			];
		case 'number':
			return numbers(typeOptions).map(given);
		case 'boolean':
			return ['maybe', 'yes', '', 0, 3, {}, []].map(given);
		case 'json':
			return [...NO_JSON.map(given), ...UNSAFE];
		case 'dateTime':
			return ['tomorrow', '2024-13-45', {}, []].map(given);
		case 'collection':
		case 'fixedCollection':
			// n8n itself makes an empty one of whatever is none.
			return [];
		case 'options':
		case 'multiOptions':
			return [...NO_TEXT, ['odd']].map(given);
		default:
			return [...NO_TEXT, ...(required ? NOTHING : [])].map(given);
	}
}

interface Wrong {
	operation: string;
	/** As the editor shows it. */
	label: string;
	parameters: INodeParameters;
	options?: INodeParameters;
}

function isForModels({ displayOptions }: INodeProperties): boolean {
	return displayOptions?.show?.['@tool'] !== undefined;
}

function wrongOf(operation: string, properties: readonly INodeProperties[]): Wrong[] {
	return properties
		.filter((property) => !isForModels(property) && property.type !== 'notice')
		.flatMap((property): Wrong[] => {
			const { name, displayName, type, options = [] } = property;
			const children =
				type === 'collection' ? options.flatMap((child) => ('type' in child ? [child] : [])) : [];
			const inside = wrongOf(operation, children);
			if (name === 'options') {
				return inside.map((one) => ({ ...one, parameters: {}, options: one.parameters }));
			}
			return [
				...wrongFor(property).map((value) => ({
					operation,
					label: displayName,
					parameters: { [name]: value },
				})),
				...inside.map((one) => ({ ...one, parameters: { [name]: one.parameters } })),
			];
		});
}

const ALL = resources.flatMap((resource) =>
	resource.operations.flatMap(({ value, parameters }) =>
		wrongOf(`${resource.value}.${value}`, parameters),
	),
);

it('is tried at least 500 times', () => {
	expect(ALL.length).toBeGreaterThan(500);
});

describe.each(Object.keys(RIGHT))('%s', (name) => {
	const [resource = '', operation = ''] = name.split('.');

	it('names the parameter of each wrong value, and sends nothing', async () => {
		const bad: unknown[] = [];
		for (const { label, parameters, options } of ALL.filter((one) => one.operation === name)) {
			const result = await t.run({
				resource,
				operation,
				parameters: { ...RIGHT[name], ...parameters },
				options,
			});
			const { message = '' } = shown(result);
			if (message.includes(`'${label}'`) && t.log.entries.length === 0) continue;
			bad.push({ label, parameters, options, message, sent: t.sent() });
			t.reset();
		}
		expect(bad).toEqual([]);
	});
});
