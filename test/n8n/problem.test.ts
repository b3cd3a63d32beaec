import { isUnreachable, npmProblem } from '../../scripts/n8n/problem';

const DISK = 'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write';
const REFUSED = 'npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED';
const OFFLINE =
	"npm error code ENOTCACHED\nnpm error request to registry failed: cache mode is 'only-if-cached' but no cached response is available.";
const MISSING = 'npm error code E404\nnpm error 404 Not Found';

describe('what npm printed, in words', () => {
	test('a full disk', () => {
		expect(npmProblem('It failed', DISK).message).toBe(
			'It failed: the disk is full. Make room, then run it again.',
		);
	});

	test.each([REFUSED, OFFLINE])('no registry: %s', (output) => {
		expect(isUnreachable(output)).toBe(true);
		expect(npmProblem('It failed', output).message).toContain('the npm registry cannot be reached');
	});

	test('anything else is told as npm said it', () => {
		expect(isUnreachable(MISSING)).toBe(false);
		expect(npmProblem('It failed', MISSING).message).toBe(
			`It failed. npm's last words:\n\n${MISSING}`,
		);
	});
});
