/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import process from 'node:process';

/** What the setup of a run hands to its tests, by way of the environment. */
export interface Setting {
	/** Of n8n. */
	url: string;
	/** n8n's log, in a file. */
	log: string;
}

const NAMES: Record<keyof Setting, string> = {
	url: 'E2E_URL',
	log: 'E2E_LOG',
};

export function handOver(setting: Setting): void {
	process.env[NAMES.url] = setting.url;
	process.env[NAMES.log] = setting.log;
}

export function theSetting(): Setting {
	const read = (key: keyof Setting): string => process.env[NAMES[key]] ?? '';
	return { url: read('url'), log: read('log') };
}
