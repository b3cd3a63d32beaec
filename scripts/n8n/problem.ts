/** What keeps n8n from running, with what to do about it, in words for the user. */
export class Problem extends Error {}

const NO_SPACE = /ENOSPC|no space left/i;
/** `ENOTCACHED` is npm's word where it was told not to ask the registry. */
const NO_REGISTRY =
	/\b(ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b/;

/** Whether npm printed that it could not reach its registry. */
export function isUnreachable(output: string): boolean {
	return NO_REGISTRY.test(output);
}

export function noSpace(what: string): Problem {
	return new Problem(`${what}: the disk is full. Make room, then run it again.`);
}

/** Puts what npm printed when it failed in words; the last lines of it where they say nothing known. */
export function npmProblem(what: string, output: string): Problem {
	if (NO_SPACE.test(output)) return noSpace(what);
	if (isUnreachable(output)) {
		return new Problem(
			`${what}: the npm registry cannot be reached. Check your connection, and the registry and proxy that \`npm config list\` names, then run it again.`,
		);
	}
	return new Problem(`${what}. npm's last words:\n\n${lastLines(output, 15)}`);
}

/** What to print of what ended a program: the words of a problem, or where a mistake of ours was made. */
export function wordsOf(error: unknown): string {
	if (error instanceof Problem) return error.message;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The end of a log. */
export function lastLines(text: string, count: number): string {
	return text.trimEnd().split('\n').slice(-count).join('\n');
}
