import { stopHost } from './globalSetup';

export default async function globalTeardown(): Promise<void> {
	await stopHost();
}
