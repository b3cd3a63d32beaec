/*
 * Loaded into n8n's process before n8n itself: n8n, with its task runners, ends with the script that started it, even
 * where that one was killed and could end nothing. The pipe between them closes then.
 */
const GROUP = process.platform === 'win32' ? process.pid : -process.pid;

process.stdin.once('close', () => {
	process.kill(GROUP, 'SIGTERM');
	setTimeout(() => process.kill(GROUP, 'SIGKILL'), 10_000).unref();
});
process.stdin.on('error', () => undefined).resume();
