/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development only: what the rule guards, n8n's process, never loads it */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

/** Where a workflow of n8n gets its rows from, at no cost that counts. */
export interface RowServer {
	url: string;
	serve(rows: readonly IDataObject[]): void;
	close(): Promise<void>;
}

export async function startRowServer(): Promise<RowServer> {
	let text = '[]';
	const server = createServer((_request, response) => {
		response.setHeader('content-type', 'application/json');
		response.end(text);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/rows`,
		serve: (rows) => (text = JSON.stringify(rows)),
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
