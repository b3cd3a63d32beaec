/** OpenSSL's verdicts on a certificate, as Node names them. */
const CERTIFICATE: readonly string[] = [
	'CERT_CHAIN_TOO_LONG',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REJECTED',
	'CERT_REVOKED',
	'CERT_SIGNATURE_FAILURE',
	'CERT_UNTRUSTED',
	'CRL_HAS_EXPIRED',
	'CRL_NOT_YET_VALID',
	'CRL_SIGNATURE_FAILURE',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERROR_IN_CERT_NOT_AFTER_FIELD',
	'ERROR_IN_CERT_NOT_BEFORE_FIELD',
	'ERROR_IN_CRL_LAST_UPDATE_FIELD',
	'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
	'ERR_TLS_CERT_ALTNAME_FORMAT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'HOSTNAME_MISMATCH',
	'INVALID_CA',
	'INVALID_PURPOSE',
	'PATH_LENGTH_EXCEEDED',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
	'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
	'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
	'UNABLE_TO_GET_CRL',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/**
 * Codes that say by themselves that a request never left, by their reason: Node raises them before it writes
 * one. All others can come at any time and say nothing of what was sent before: `ERR_SSL_…` and `EPROTO` (a
 * broken record), `HPE_…` (no HTTP), `ECONNRESET`, `EPIPE`, and `ETIMEDOUT`, `EHOSTUNREACH` or `ENETUNREACH`
 * of a connection that stood.
 */
const NEVER_LEFT: Record<string, readonly string[]> = {
	'the name has no address': [
		'EAI_AGAIN',
		'EAI_FAIL',
		'EAI_MEMORY',
		'EAI_NODATA',
		'EAI_NONAME',
		'EAI_SYSTEM',
		'ENOTFOUND',
	],
	'nobody listens: TCP refuses while it connects, never later': ['ECONNREFUSED'],
	'Node refuses to write such a request': [
		'ERR_HTTP_INVALID_HEADER_VALUE',
		'ERR_INVALID_CHAR',
		'ERR_INVALID_HTTP_TOKEN',
		'ERR_INVALID_PROTOCOL',
		'ERR_INVALID_URL',
		'ERR_UNESCAPED_CHARACTERS',
	],
	"the server's certificate is not trusted: the handshake comes before the request": CERTIFICATE,
};
const CODES = new Set(Object.values(NEVER_LEFT).flat());

/** What the operating system was asked for: before these are done, nothing can be sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/** What is known of a network error: Node's code, and what the system was doing. */
export interface NetworkError {
	code: string | undefined;
	syscall?: unknown;
}

/** Whether the request certainly did not leave; without a code nothing is certain. */
export function certainlyNotSent(errors: readonly NetworkError[]): boolean {
	return errors.some(
		({ code, syscall }) =>
			code !== undefined &&
			(CODES.has(code) || (typeof syscall === 'string' && BEFORE_SENDING.has(syscall))),
	);
}

/** Whether the server's certificate is the reason. */
export function isCertificateCode(code: string | undefined): boolean {
	return code !== undefined && CERTIFICATE.includes(code);
}
