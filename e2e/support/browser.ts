/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import { existsSync } from 'node:fs';

import { chromium, type Browser, type BrowserContext } from 'playwright-core';

/** Debian's; other systems have it elsewhere. */
const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// No name but this machine's is ever asked for.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

export type Theme = 'light' | 'dark';

export async function launchBrowser(): Promise<Browser> {
	const executablePath = PLACES.find((place) => existsSync(place));
	if (executablePath === undefined) {
		throw new Error('The tests need Chromium: apt-get install chromium');
	}
	return await chromium.launch({ executablePath, args: ARGUMENTS });
}

/** What a browser shows to somebody who has signed in; `session` is n8n's own. */
export async function openContext(
	browser: Browser,
	url: string,
	session: { cookie: string; browserId: string },
	theme: Theme,
): Promise<BrowserContext> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const [name = '', value = ''] = session.cookie.split('=');
	await context.addCookies([{ name, value, url }]);
	const stored = {
		'n8n-browserId': session.browserId,
		N8N_THEME: theme,
		N8N_NDV_INPUT_PANEL_DISPLAY_MODE: 'table',
		N8N_NDV_OUTPUT_PANEL_DISPLAY_MODE: 'table',
		N8N_AI_TEMPLATES_STARTER_COLLECTION_CALL_OUT_DISMISSED: 'true',
		N8N_READY_TO_RUN_WORKFLOWS_DISMISSED: 'true',
	};
	const entries = JSON.stringify(Object.entries(stored));
	await context.addInitScript({
		content: `for (const [key, text] of ${entries}) localStorage.setItem(key, text);`,
	});
	return context;
}
