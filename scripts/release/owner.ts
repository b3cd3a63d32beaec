/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readFileSync, writeFileSync } from 'node:fs';

/** What only the owner of the package can give. */
export interface Owner {
	/** On GitHub: 'owner/name'. */
	repository: string;
	name: string;
	email: string;
}

/** Stands in for the owner until there is one. */
export const NOBODY: Owner = {
	repository: 'n8n-nodes-trackunit/n8n-nodes-trackunit',
	name: 'The n8n-nodes-trackunit authors',
	email: 'n8n-nodes-trackunit@example.com',
};

/** Where the owner is named. */
export const OWNED = [
	'package.json',
	'LICENSE.md',
	'SECURITY.md',
	'credentials/TrackunitApi.credentials.ts',
	'credentials/TrackunitApiUserApi.credentials.ts',
	'credentials/TrackunitOAuth2Api.credentials.ts',
	'nodes/TrackunitCustomer/TrackunitCustomer.node.json',
	'nodes/TrackunitCustomer/TrackunitCustomerTrigger.node.json',
];

/** The owner that package.json names. */
export function readOwner(): Owner {
	const { author, bugs } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		author: { name: string; email: string };
		bugs: { url: string };
	};
	const [, repository = ''] = /github\.com\/([^/]+\/[^/]+)\/issues$/.exec(bugs.url) ?? [];
	return { repository, ...author };
}

/** Reads `--repository owner/name --author "Name <mail>"`; says what is wrong with it. */
export function parseOwner(args: readonly string[]): Owner | string {
	const value = (flag: string): string => args[args.indexOf(flag) + 1] ?? '';
	const repository = args.includes('--repository') ? value('--repository') : '';
	const author = args.includes('--author') ? value('--author') : '';
	if (!/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/.test(repository)) {
		return '--repository has to be the owner and the name on GitHub, such as acme/n8n-nodes-trackunit.';
	}
	const [, name, email] =
		/^\s*([^<>"\\]*[^<>"\\\s])\s*<([^<>@\s"\\]+@[^<>@\s"\\]+)>\s*$/.exec(author) ?? [];
	if (name === undefined || email === undefined) {
		return '--author has to be a name and an address, such as "Jane Doe <jane@example.com>".';
	}
	return { repository, name, email };
}

/** A text with one owner in place of another. */
export function withOwner(text: string, from: Owner, to: Owner): string {
	// A function, since `$&` in a name would mean something in a text.
	return text
		.replaceAll(`github.com/${from.repository}`, () => `github.com/${to.repository}`)
		.replaceAll(from.email, () => to.email)
		.replaceAll(from.name, () => to.name);
}

/** Names the owner in every file; the files that it changed. */
export function setOwner(to: Owner): string[] {
	const from = readOwner();
	return OWNED.filter((file) => {
		const before = readFileSync(file, 'utf8');
		const after = withOwner(before, from, to);
		if (after !== before) writeFileSync(file, after);
		return after !== before;
	});
}
