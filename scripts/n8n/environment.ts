/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import path from 'node:path';
import process from 'node:process';

export interface Place {
	/** Where n8n keeps its folder `.n8n`. */
	userFolder: string;
	port: number;
	/** Where n8n's task runners call; of no interest to anybody else, but it must be free. */
	brokerPort: number;
}

/** Nothing is sent to n8n's makers or fetched from them, and no banner asks for anything. */
const ALONE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	// The page of the assistant would be the first that is seen, and there is no model for it.
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
};

/** What the user may have set for an n8n of their own. */
const OF_N8N =
	/^(N8N|DB|EXECUTIONS|QUEUE|WORKFLOWS|CREDENTIALS|NODES|NODE_FUNCTION|OFFLOAD|WEBHOOK)_/;

/** With a proxy, n8n would ask it for this machine too. */
function noProxy(): Record<string, string> {
	const theirs = process.env.no_proxy ?? process.env.NO_PROXY ?? '';
	const hosts = ['127.0.0.1', 'localhost', theirs].filter((host) => host !== '').join(',');
	return { no_proxy: hosts, NO_PROXY: hosts };
}

/** The environment of an n8n on this machine only; what the user's own has for n8n does not count. */
export function environmentOf(
	{ userFolder, port, brokerPort }: Place,
	nodeBinary: string,
): NodeJS.ProcessEnv {
	const others = Object.entries(process.env).filter(
		([name]) => !OF_N8N.test(name) && !/^(npm_|no_proxy$)/i.test(name),
	);
	return {
		...Object.fromEntries(others),
		...noProxy(),
		...ALONE,
		// n8n starts its task runners with the node that it finds.
		PATH: [path.dirname(nodeBinary), process.env.PATH].join(path.delimiter),
		// A test's own 'test' would make n8n another program.
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
	};
}
