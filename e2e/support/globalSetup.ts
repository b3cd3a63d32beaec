import { startHost, type Host } from './host';

let host: Host | undefined;

export default async function globalSetup(): Promise<void> {
	host = await startHost();
}

/** For the teardown, which jest loads by itself. */
export async function stopHost(): Promise<void> {
	await host?.stop();
}
