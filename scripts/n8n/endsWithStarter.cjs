/*
 * Loaded into n8n's process before n8n itself: n8n, with its task runners, ends with the script that started it, even
 * where that one was killed and could end nothing. A process that has lost its parent is given another one; not so on
 * Windows, where the next start names what is left.
 */
const GROUP = process.platform === 'win32' ? process.pid : -process.pid;
const STARTER = process.ppid;

const watch = setInterval(() => {
	if (process.ppid === STARTER) return;
	clearInterval(watch);
	process.kill(GROUP, 'SIGTERM');
	setTimeout(() => process.kill(GROUP, 'SIGKILL'), 10_000).unref();
}, 500).unref();
