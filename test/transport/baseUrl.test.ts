import { originOf } from '../../nodes/TrackunitCustomer/transport/baseUrl';

it.each([
	['https://iris.trackunit.com', 'https://iris.trackunit.com'],
	['https://iris.trackunit.com/', 'https://iris.trackunit.com'],
	[' https://iris.trackunit.com/api/customer/v1/ ', 'https://iris.trackunit.com'],
	['HTTPS://Iris.Trackunit.com', 'https://iris.trackunit.com'],
	['http://127.0.0.1:8091/x', 'http://127.0.0.1:8091'],
	['http://localhost:8091', 'http://localhost:8091'],
	['http://[::1]:8091', 'http://[::1]:8091'],
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
])('refuses %j', (given, words) => {
	expect(() => originOf(given, 'Base URL')).toThrow(words);
});
