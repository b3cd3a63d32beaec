import { nameIn, wholeSchema, type Schema, type Schemas } from '../contractDocument';

type Keyword = 'type' | 'input';

interface Own {
	description?: string;
	/** Fields beside those of the contract, as GraphQL SDL. */
	fields?: string;
}

/** GraphQL types that have the properties of the contract's schemas. */
export interface ContractTypes {
	/**
	 * Adds a type, and those that its properties refer to.
	 * Throws for a schema that is missing, and for a property that GraphQL has no type for.
	 */
	add(keyword: Keyword, name: string, schema: string, own?: Own): void;
	/** All of them, as GraphQL SDL. */
	text(): string;
}

const SCALARS: Readonly<Record<string, string>> = {
	string: 'String',
	integer: 'Int',
	number: 'Float',
	boolean: 'Boolean',
};

function isNull({ type }: Schema): boolean {
	return type === 'null';
}

export function createContractTypes(schemas: Schemas): ContractTypes {
	const definitions = new Map<string, string>();

	function typeOf(keyword: Keyword, name: string, property: Schema): string {
		const { $ref, oneOf } = property;
		const choices = oneOf?.filter((choice) => !isNull(choice));
		if (choices?.[0] !== undefined && choices.length === 1) {
			return typeOf(keyword, name, choices[0]);
		}
		const { type, items } = wholeSchema(property, schemas);
		const [only, ...others] = [type ?? []].flat().filter((each) => each !== 'null');
		if (only === 'string' && name === 'id') return 'ID';
		if (only === 'array' && items !== undefined) return `[${typeOf(keyword, name, items)}!]`;
		if (only === 'object' && $ref !== undefined) {
			const schema = nameIn({ $ref });
			const nested = keyword === 'input' ? `${schema}Input` : schema;
			add(keyword, nested, schema);
			return nested;
		}
		const scalar = others.length > 0 ? undefined : SCALARS[only ?? ''];
		if (scalar === undefined) {
			throw new Error(`GraphQL has no type for '${name}': give its schema a name of its own`);
		}
		return scalar;
	}

	function fieldsOf(keyword: Keyword, schema: Schema): string[] {
		const { properties = {}, required = [] } = wholeSchema(schema, schemas);
		return Object.entries(properties).map(([name, property]) => {
			const { description } = wholeSchema(property, schemas);
			const head = description === undefined ? '' : `${JSON.stringify(description)} `;
			const mark = required.includes(name) ? '!' : '';
			return `${head}${name}: ${typeOf(keyword, name, property)}${mark}`;
		});
	}

	function add(keyword: Keyword, name: string, schema: string, own: Own = {}): void {
		if (definitions.has(name)) return;
		// A schema that refers to itself must not be added without end.
		definitions.set(name, '');
		const { description = 'Assumed.', fields = '' } = own;
		const lines = [fields, ...fieldsOf(keyword, { $ref: schema })];
		const head = `${JSON.stringify(description)} ${keyword} ${name}`;
		definitions.set(name, `${head} {\n${lines.join('\n')}\n}`);
	}

	return { add, text: () => [...definitions.values()].join('\n\n') };
}
