/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import process from 'node:process';

/** What the setup of a run hands to its tests, by way of the environment. */
export interface Setting {
	/** Of n8n. */
	url: string;
	/** n8n's log, in a file. */
	log: string;
	/** The hosts beyond this machine that n8n has tried to reach, a line each. */
	outside: string;
}

const NAMES: Record<keyof Setting, string> = {
	url: 'E2E_URL',
	log: 'E2E_LOG',
	outside: 'E2E_OUTSIDE',
};

export function handOver(setting: Setting): void {
	process.env[NAMES.url] = setting.url;
	process.env[NAMES.log] = setting.log;
	process.env[NAMES.outside] = setting.outside;
}

export function theSetting(): Setting {
	const read = (key: keyof Setting): string => process.env[NAMES[key]] ?? '';
	return { url: read('url'), log: read('log'), outside: read('outside') };
}
