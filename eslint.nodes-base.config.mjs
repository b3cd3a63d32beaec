// n8n-node lint insists on its own config file and on the rules' version that it bundles;
// this one runs version 2.0.0 of the same rules. The rules switched off are those that n8n's
// scanner switches off too: they contradict the rules of @n8n/eslint-plugin-community-nodes.
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import typescript from 'typescript-eslint';

const off = (...names) =>
	Object.fromEntries(names.map((name) => [`n8n-nodes-base/${name}`, 'off']));
const plugins = { 'n8n-nodes-base': nodesBase };
const parser = typescript.parser;

export default [
	{
		files: ['package.json'],
		plugins,
		languageOptions: { parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: nodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins,
		languageOptions: { parser },
		rules: {
			...nodesBase.configs.credentials.rules,
			...off(
				'cred-class-field-documentation-url-miscased',
				'cred-class-field-type-options-password-missing',
			),
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins,
		languageOptions: { parser },
		rules: {
			...nodesBase.configs.nodes.rules,
			...off(
				'node-class-description-inputs-wrong-regular-node',
				'node-class-description-outputs-wrong',
				'node-param-type-options-max-value-present',
			),
		},
	},
];
