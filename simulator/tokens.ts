import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import { Refused, tokenRefusal, refusal } from './errors';
import type { Settings } from './settings';

export const PERMISSIONS = ['account.customer.manage', 'asset.view'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** An API key: its scopes say what it may do. */
interface ApiKey {
	clientId: string;
	clientSecret: string;
	scopes: readonly Permission[];
}

interface ApiUser {
	clientId: string;
	clientSecret: string;
	username: string;
	password: string;
	permissions: readonly Permission[];
}

/** Everything that one account can sign in with. */
export interface Account {
	accessToken: string;
	apiKey: ApiKey;
	apiUser: ApiUser;
}

/** The same for the same name, so that credentials once filled in outlive a restart. */
function secretOf(name: string): string {
	return `${name}-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
}

function createAccount(name: string, permissions: readonly Permission[]): Account {
	return {
		accessToken: secretOf(`${name}-access-token`),
		apiKey: {
			clientId: `${name}-api-key`,
			clientSecret: secretOf(`${name}-api-key-secret`),
			scopes: permissions,
		},
		apiUser: {
			clientId: 'local-client',
			clientSecret: secretOf('local-client-secret'),
			username: `${name}@rental.example`,
			password: secretOf(`${name}-password`),
			permissions,
		},
	};
}

export const ALLOWED = createAccount('local', PERMISSIONS);
/** May read assets, but not customers. */
export const FORBIDDEN = createAccount('local-forbidden', ['asset.view']);

export interface Tokens {
	/** Makes every access token issued so far invalid, the ready-made ones too; refresh tokens live on. */
	revokeAll(): void;
	/** How many tokens were issued. */
	issued(): number;
}

type Form = Readonly<Record<string, string>>;

export interface TokenService extends Tokens {
	/** `/token/v2`: client credentials, in the form or in a Basic header. Throws Refused. */
	forApiKey(form: Form, authorization: string | undefined): object;
	/** `/token`: password or refresh token, the client in a Basic header. Throws Refused. */
	forApiUser(form: Form, authorization: string | undefined): object;
	/** Whose token it is. Throws Refused: 401 for a token that is missing, wrong or expired, 403 for one without the permission. */
	admit(authorization: string | undefined, permission: Permission): string;
	reset(): void;
}

interface Issued {
	holder: string;
	permissions: readonly Permission[];
	expiresAt: number;
}

const LIFETIME_OF_API_KEY = 1200;
const LIFETIME_OF_API_USER = 3600;

function isSame(a: string, b: string): boolean {
	const [one, other] = [Buffer.from(a), Buffer.from(b)];
	return one.length === other.length && timingSafeEqual(one, other);
}

interface Client {
	id: string;
	secret: string;
}

function readBasic(authorization: string | undefined): Client | undefined {
	const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const text = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = text.indexOf(':');
	return colon < 0 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function words(text: string | undefined): string[] {
	return (text ?? '').split(' ').filter((word) => word !== '');
}

function isPermission(word: string): word is Permission {
	return PERMISSIONS.some((permission) => permission === word);
}

export function createTokenService(settings: Readonly<Settings>): TokenService {
	const accounts = [ALLOWED, FORBIDDEN];
	let access = new Map<string, Issued>();
	let refresh = new Map<string, ApiUser>();
	let issuedCount = 0;

	function reset(): void {
		access = new Map(
			accounts.map(({ accessToken, apiKey: { scopes } }) => [
				accessToken,
				{ holder: accessToken, permissions: scopes, expiresAt: Infinity },
			]),
		);
		refresh = new Map();
		issuedCount = 0;
	}

	function issue(holder: string, permissions: readonly Permission[], ordinary: number) {
		const lifetime = settings.tokenLifetime ?? ordinary;
		if (settings.revokeOldTokens) {
			for (const [token, issued] of access) if (issued.holder === holder) access.delete(token);
		}
		const token = `issued-${randomBytes(24).toString('base64url')}`;
		access.set(token, { holder, permissions, expiresAt: Date.now() + lifetime * 1000 });
		issuedCount += 1;
		return { access_token: token, token_type: 'Bearer', expires_in: Math.ceil(lifetime) };
	}

	function userOf(client: Client, form: Form): ApiUser {
		if (form.grant_type === 'refresh_token') {
			const user = refresh.get(form.refresh_token ?? '');
			if (user?.clientId !== client.id) {
				throw tokenRefusal(400, 'invalid_grant', 'The refresh token is invalid or expired');
			}
			return user;
		}
		if (form.grant_type !== 'password') throw unsupported(form.grant_type);
		const user = accounts
			.map(({ apiUser }) => apiUser)
			.find(({ clientId, username }) => clientId === client.id && username === form.username);
		if (user === undefined || !isSame(user.password, form.password ?? '')) {
			throw tokenRefusal(400, 'invalid_grant', 'The credentials provided were invalid');
		}
		return user;
	}

	reset();
	return {
		revokeAll: () => access.clear(),
		issued: () => issuedCount,
		reset,
		forApiKey(form, authorization) {
			const client = readBasic(authorization) ?? {
				id: form.client_id ?? '',
				secret: form.client_secret ?? '',
			};
			if (form.grant_type !== 'client_credentials') throw unsupported(form.grant_type);
			const key = accounts
				.map(({ apiKey }) => apiKey)
				.find(({ clientId }) => clientId === client.id);
			if (key === undefined || !isSame(key.clientSecret, client.secret)) {
				throw tokenRefusal(401, 'invalid_client', 'Invalid client credentials');
			}
			const asked = words(form.scope);
			const granted = key.scopes.filter((scope) => asked.length === 0 || asked.includes(scope));
			const refused = asked.filter((word) => !isPermission(word) || !key.scopes.includes(word));
			if (refused.length > 0) {
				throw tokenRefusal(400, 'invalid_scope', `Scope not allowed: ${refused.join(' ')}`);
			}
			const token = issue(key.clientId, granted, LIFETIME_OF_API_KEY);
			return { ...token, scope: granted.join(' ') };
		},
		forApiUser(form, authorization) {
			const client = readBasic(authorization);
			const known = accounts.some(
				({ apiUser: { clientId, clientSecret } }) =>
					clientId === client?.id && isSame(clientSecret, client.secret),
			);
			if (client === undefined || !known) {
				throw tokenRefusal(401, 'invalid_client', 'Client authentication failed');
			}
			const user = userOf(client, form);
			const scope = words(form.scope ?? 'api');
			const refused = scope.filter((word) => word !== 'api' && word !== 'offline_access');
			if (refused.length > 0 || !scope.includes('api')) {
				throw tokenRefusal(400, 'invalid_scope', 'One or more scopes are not allowed');
			}
			const token = issue(
				`${user.clientId} ${user.username}`,
				user.permissions,
				LIFETIME_OF_API_USER,
			);
			if (form.grant_type === 'refresh_token') return { ...token, scope: scope.join(' ') };
			if (!scope.includes('offline_access')) return { ...token, scope: scope.join(' ') };
			const refreshToken = `refresh-${randomBytes(24).toString('base64url')}`;
			refresh.set(refreshToken, user);
			return { ...token, scope: scope.join(' '), refresh_token: refreshToken };
		},
		admit(authorization, permission) {
			const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
			const issued = access.get(token ?? '');
			if (issued === undefined || issued.expiresAt <= Date.now()) {
				throw unauthorized(token === undefined);
			}
			if (!issued.permissions.includes(permission)) {
				throw refusal(403, 'forbidden', `Access is denied: ${permission} is required`);
			}
			return issued.holder;
		},
	};
}

function unsupported(grant: string | undefined): Refused {
	return grant === undefined
		? tokenRefusal(400, 'invalid_request', 'The grant_type is missing')
		: tokenRefusal(400, 'unsupported_grant_type', `The grant type '${grant}' is not supported`);
}

function unauthorized(isMissing: boolean): Refused {
	const reason = isMissing
		? 'An access token is required'
		: 'The access token is invalid or expired';
	return refusal(401, 'unauthorized', reason);
}
