// Loaded into a relay before its own code: tells on standard error of each attempt to leave it, and stops it.
const dns = require('node:dns');
const { isIP, Socket } = require('node:net');

function refuse(what) {
  process.stderr.write(`OUTBOUND ${what}\n`);
  throw new Error(`forbidden: ${what}`);
}

Socket.prototype.connect = () => refuse('connect');

// Listening looks up its own address, which asks nobody.
for (const [owner, lookup] of [[dns, dns.lookup], [dns.promises, dns.promises.lookup]]) {
  owner.lookup = (host, ...rest) => (isIP(host) === 0 ? refuse(`lookup of ${host}`) : lookup(host, ...rest));
}
