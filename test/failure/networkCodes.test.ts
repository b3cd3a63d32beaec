import {
	certainlyNotSent,
	isCertificateCode,
} from '../../nodes/TrackunitCustomer/failure/networkCodes';
import { readFailure } from '../../nodes/TrackunitCustomer/failure/readFailure';

it.each([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ERR_INVALID_URL',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])('says of %s that the request never left', (code) => {
	expect(certainlyNotSent([{ code }])).toBe(true);
});

it.each([
	'ECONNRESET',
	'EPIPE',
	'EPROTO',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ECONNABORTED',
	'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_SSL_BAD_RECORD_TYPE',
	'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
	'ERR_TLS_HANDSHAKE_TIMEOUT',
	'ERR_STREAM_PREMATURE_CLOSE',
	'HPE_INVALID_CONSTANT',
	'a code of a later Node.js',
])('says nothing of the kind of %s, which can come at any time', (code) => {
	expect(certainlyNotSent([{ code }])).toBe(false);
	expect(certainlyNotSent([{ code, syscall: 'read' }])).toBe(false);
});

it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EADDRNOTAVAIL'])(
	'says so of %s while it connects',
	(code) => {
		expect(certainlyNotSent([{ code, syscall: 'connect' }])).toBe(true);
	},
);

it('takes the attempts at all addresses of a name for what they are', () => {
	const cause = Object.assign(new AggregateError([]), {
		code: 'ETIMEDOUT',
		errors: [
			{ code: 'ETIMEDOUT', syscall: 'connect' },
			{ code: 'ENETUNREACH', syscall: 'connect' },
		],
	});
	expect(readFailure({ cause }, 'https://iris.example')).toEqual({
		kind: 'network',
		delivery: 'not sent',
		networkCode: 'ETIMEDOUT',
	});
});

it('knows a certificate from a broken record', () => {
	expect(isCertificateCode('SELF_SIGNED_CERT_IN_CHAIN')).toBe(true);
	expect(isCertificateCode('ERR_SSL_WRONG_VERSION_NUMBER')).toBe(false);
	expect(isCertificateCode(undefined)).toBe(false);
});
