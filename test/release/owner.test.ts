/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- tests run on Node and never ship */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

import { NOBODY, OWNED, parseOwner, readOwner, withOwner } from '../../scripts/release/owner';

const ACME = { repository: 'acme/trackunit', name: 'Jane $& Doe', email: 'jane@acme.example' };

/** What names the owner in a text. */
function traces(text: string, { repository, name, email }: typeof ACME): string[] {
	return [`github.com/${repository}`, name, email].filter((trace) => text.includes(trace));
}

it('leaves no neutral value in any file of the repository', () => {
	const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
	// It tells what the neutral values are.
	const telling = ['scripts/release/owner.ts'];
	const left = listed
		.split('\0')
		.filter((file) => file !== '' && existsSync(file) && !telling.includes(file))
		.filter((file) => {
			const text = readFileSync(file, 'utf8');
			const owned = OWNED.includes(file) ? withOwner(text, readOwner(), ACME) : text;
			return traces(owned, NOBODY).length > 0;
		});
	expect(left).toEqual([]);
});

it.each(OWNED)('names the new owner in %s, and changes nothing else', (file) => {
	const before = readFileSync(file, 'utf8');
	const after = withOwner(before, readOwner(), ACME);
	expect(traces(before, readOwner())).not.toEqual([]);
	expect(traces(after, ACME)).not.toEqual([]);
	expect(withOwner(after, ACME, readOwner())).toBe(before);
});

it('reads the owner that package.json names, after a change too', () => {
	const { author, repository, homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		author: { name: string; email: string };
		repository: { url: string };
		homepage: string;
	};
	const owner = readOwner();
	expect(owner).toEqual({ ...author, repository: owner.repository });
	expect(repository.url).toBe(`git+https://github.com/${owner.repository}.git`);
	expect(homepage).toBe(`https://github.com/${owner.repository}#readme`);
});

it.each([
	['acme/n8n-nodes-trackunit', 'Jane Doe <jane@acme.example>'],
	['a-c-me/n8n.nodes_1', "  Zoë d'Été, Acme A/S <office+n8n@acme.example> "],
])('takes %s and %s', (repository, author) => {
	expect(parseOwner(['--repository', repository, '--author', author])).toEqual({
		repository,
		name: author.split('<')[0]?.trim(),
		email: /<(.*)>/.exec(author)?.[1],
	});
});

it.each([
	[[], /--repository/],
	[['--repository', 'acme', '--author', 'Jane <j@acme.example>'], /--repository/],
	[
		['--repository', 'https://github.com/acme/x', '--author', 'Jane <j@acme.example>'],
		/--repository/,
	],
	[['--repository', 'acme/x'], /--author/],
	[['--repository', 'acme/x', '--author', 'Jane'], /--author/],
	[['--repository', 'acme/x', '--author', '<j@acme.example>'], /--author/],
	[['--repository', 'acme/x', '--author', 'Jane "J" <j@acme.example>'], /--author/],
])('refuses %j and says what it wants', (args, words) => {
	expect(parseOwner(args)).toMatch(words);
});
