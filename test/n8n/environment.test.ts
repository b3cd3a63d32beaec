/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run on Node and never ship */
import path from 'node:path';
import process from 'node:process';

import { environmentOf } from '../../scripts/n8n/environment';

const PLACE = { userFolder: '/somewhere', port: 5678, brokerPort: 5679 };

describe('the environment of an n8n', () => {
	const before = { ...process.env };
	afterEach(() => {
		process.env = { ...before };
	});

	test('has nothing of an n8n that the user runs, nor of the npm or jest that started it', () => {
		Object.assign(process.env, {
			N8N_ENCRYPTION_KEY: 'of another',
			DB_TYPE: 'postgresdb',
			EXECUTIONS_MODE: 'queue',
			WEBHOOK_URL: 'https://n8n.example/',
			npm_config_prefix: '/usr',
			NODE_ENV: 'test',
			LANG: 'C.UTF-8',
		});
		const environment = environmentOf(PLACE, '/node/bin/node');
		expect(environment).not.toHaveProperty('N8N_ENCRYPTION_KEY');
		expect(environment).not.toHaveProperty('DB_TYPE');
		expect(environment).not.toHaveProperty('EXECUTIONS_MODE');
		expect(environment).not.toHaveProperty('WEBHOOK_URL');
		expect(environment).not.toHaveProperty('npm_config_prefix');
		expect(environment).toMatchObject({ NODE_ENV: 'production', LANG: 'C.UTF-8' });
	});

	test('asks no proxy for this machine', () => {
		process.env.HTTP_PROXY = 'http://proxy.example:3128';
		process.env.NO_PROXY = 'intranet.example';
		expect(environmentOf(PLACE, '/node/bin/node')).toMatchObject({
			HTTP_PROXY: 'http://proxy.example:3128',
			NO_PROXY: '127.0.0.1,localhost,intranet.example',
			no_proxy: '127.0.0.1,localhost,intranet.example',
		});
	});

	test('keeps it on this machine, and finds its own Node.js first', () => {
		const environment = environmentOf(PLACE, '/node/bin/node');
		expect(environment).toMatchObject({
			N8N_USER_FOLDER: '/somewhere',
			N8N_PORT: '5678',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: '5679',
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
			N8N_DIAGNOSTICS_ENABLED: 'false',
		});
		expect(environment.PATH?.split(path.delimiter)[0]).toBe('/node/bin');
	});
});
