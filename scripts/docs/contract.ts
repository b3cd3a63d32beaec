import { contractDocument } from '../../simulator/contractDocument';

export const CONTRACT_PAGE = 'docs/contract.md';
const HEAD = '| Schema | Assumed properties |';

/** The properties of the contract's schemas that are assumed, by schema. */
function assumed(): Array<[schema: string, properties: string[]]> {
	const { schemas } = contractDocument.components;
	return Object.entries(schemas).flatMap(([schema, { properties = {} }]) => {
		const all = Object.entries(properties);
		const names = all.filter(([, one]) => one['x-confidence'] === 'assumed').map(([name]) => name);
		return names.length === 0 ? [] : [[schema, names] satisfies [string, string[]]];
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
