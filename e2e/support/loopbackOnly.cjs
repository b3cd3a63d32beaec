/*
 * Loaded into n8n's process before n8n itself: nothing but this machine can be reached, and what was tried
 * is written into a file, which is looked at when all tests have ended.
 */
const { appendFileSync } = require('node:fs');
const { Socket, isIP } = require('node:net');
const dns = require('node:dns');

const HERE = /^(localhost|127(\.\d+){3}|::1|::|0\.0\.0\.0|)$/;

function refuse(host) {
	appendFileSync(process.env.E2E_OUTSIDE, `${host}\n`);
	return Object.assign(new Error(`Only this machine can be reached, not ${host}`), {
		code: 'ENOTFOUND',
	});
}

const { connect } = Socket.prototype;
Socket.prototype.connect = function (...given) {
	const [options] = given.flat();
	const host = typeof options === 'object' && options ? (options.host ?? '') : '';
	if (!HERE.test(host) && isIP(host) !== 0) {
		process.nextTick(() => this.destroy(refuse(host)));
		return this;
	}
	return connect.apply(this, given);
};

const { lookup } = dns;
dns.lookup = function (host, ...rest) {
	if (HERE.test(host) || isIP(host) !== 0) return lookup.call(dns, host, ...rest);
	const callback = rest.at(-1);
	process.nextTick(() => callback(refuse(host)));
};
