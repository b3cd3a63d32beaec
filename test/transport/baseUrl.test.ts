import { originOf } from '../../nodes/TrackunitCustomer/transport/baseUrl';

it.each([
	['https://iris.trackunit.com', 'https://iris.trackunit.com'],
	['https://iris.trackunit.com/', 'https://iris.trackunit.com'],
	[' https://iris.trackunit.com/api/customer/v1/ ', 'https://iris.trackunit.com'],
	['HTTPS://Iris.Trackunit.com', 'https://iris.trackunit.com'],
	['http://127.0.0.1:8091/x', 'http://127.0.0.1:8091'],
	['http://localhost:8091', 'http://localhost:8091'],
	['http://[::1]:8091', 'http://[::1]:8091'],
	['https:iris.trackunit.com', 'https://iris.trackunit.com'],
	['https:\\\\iris.trackunit.com\\api', 'https://iris.trackunit.com'],
	['https://iris.trackunit.com\\@evil.example', 'https://iris.trackunit.com'],
	['https://iris.trackunit.com#@evil.example', 'https://iris.trackunit.com'],
	['https://iris.trackunit.com?@evil.example', 'https://iris.trackunit.com'],
	['https://iris.trackunit.com:443', 'https://iris.trackunit.com'],
	['https://iris.track\tunit.com\n', 'https://iris.trackunit.com'],
	['http://127.1', 'http://127.0.0.1'],
	['http://0x7f.1', 'http://127.0.0.1'],
	['http://2130706433', 'http://127.0.0.1'],
])('takes %j', (given, origin) => {
	expect(originOf(given, 'Base URL')).toBe(origin);
});

it.each([
	['', 'not a web address'],
	[undefined, 'not a web address'],
	['iris.trackunit.com', 'not a web address'],
	['ftp://iris.trackunit.com', 'not a web address'],
	['http://iris.trackunit.com', 'not encrypted'],
	['http://127.0.0.1.evil.example', 'not encrypted'],
	['http://localhost.evil.example', 'not encrypted'],
	['https://user:pass@iris.trackunit.com', 'user name in it'],
	['https://iris.trackunit.com@evil.example', 'user name in it'],
	['https://:pass@iris.trackunit.com', 'user name in it'],
	['http://127.0.0.1@evil.example', 'not encrypted'],
	['http://localhost.', 'not encrypted'],
	['http://localhost:80@evil.example', 'not encrypted'],
	['http://127.0.0.1.nip.example', 'not encrypted'],
	['http://0.0.0.0', 'not encrypted'],
	['http://[::ffff:8.8.8.8]', 'not encrypted'],
	['//iris.trackunit.com', 'not a web address'],
	['https://', 'not a web address'],
	['https://?', 'not a web address'],
	['https://iris.trackunit.com:99999', 'not a web address'],
	['https://iris trackunit.com', 'not a web address'],
	['https://[::1', 'not a web address'],
	['javascript:alert(1)', 'not a web address'],
	['file:///etc/passwd', 'not a web address'],
	['data:text/plain,x', 'not a web address'],
	['wss://iris.trackunit.com', 'not a web address'],
	['https%3A%2F%2Firis.trackunit.com', 'not a web address'],
	[null, 'not a web address'],
	[5, 'not a web address'],
	[{ href: 'https://iris.trackunit.com' }, 'not a web address'],
	[['https://iris.trackunit.com'], 'not a web address'],
])('refuses %j', (given, words) => {
	expect(() => originOf(given, 'Base URL')).toThrow(words);
});
