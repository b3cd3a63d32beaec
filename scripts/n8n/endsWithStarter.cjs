/*
 * Loaded into a process before its program. n8n, with its task runners, ends with the script that started it, and that
 * script with npm, even where the starter was killed and could end nothing. A process that has lost its parent is given
 * another one; not so on Windows, where the next start names what is left.
 */
const STARTER = process.ppid;

/** Those that it started in a group of its own end with it. */
function end(signal) {
	try {
		process.kill(-process.pid, signal);
	} catch {
		process.kill(process.pid, signal);
	}
}

const watch = setInterval(() => {
	if (process.ppid === STARTER) return;
	clearInterval(watch);
	end('SIGTERM');
	setTimeout(() => end('SIGKILL'), 10_000).unref();
}, 500).unref();
