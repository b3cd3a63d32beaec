/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import { isObject } from '../../nodes/TrackunitCustomer/json';

export const CONTRACT_PAGE = 'docs/contract.md';
const CONTRACT = 'contract/trackunit-customer.openapi.yaml';
const HEAD = '| Schema | Assumed properties |';

/** The properties of the contract's schemas that are assumed, by schema. */
function assumed(): Array<[schema: string, properties: string[]]> {
	const document: unknown = parse(readFileSync(CONTRACT, 'utf8'));
	const components = isObject(document) ? document.components : undefined;
	const schemas = isObject(components) && isObject(components.schemas) ? components.schemas : {};
	return Object.entries(schemas).flatMap(([schema, described]): Array<[string, string[]]> => {
		const properties = isObject(described) ? described.properties : undefined;
		if (!isObject(properties)) return [];
		const names = Object.entries(properties).flatMap(([name, property]) =>
			isObject(property) && property['x-confidence'] === 'assumed' ? [name] : [],
		);
		return names.length === 0 ? [] : [[schema, names]];
	});
}

/** The page with its table as the contract has it. */
export function withAssumptions(page: string): string {
	const rows = assumed().map(
		([schema, names]) => `| ${schema} | ${names.map((name) => `\`${name}\``).join(', ')} |`,
	);
	const start = page.indexOf('<!-- assumed -->');
	const end = page.indexOf('<!-- end -->');
	const table = [HEAD, '| --- | --- |', ...rows].join('\n');
	return `${page.slice(0, start)}<!-- assumed -->\n\n${table}\n\n${page.slice(end)}`;
}
