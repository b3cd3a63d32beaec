import type { INodeProperties } from 'n8n-workflow';

/** A line that the editor shows among the parameters; nothing is entered in it. */
export function notice(name: `${string}Notice`, text: string): INodeProperties {
	return { displayName: text, name, type: 'notice', default: '' };
}
