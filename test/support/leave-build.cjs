const { rmSync } = require('node:fs');
const { dirname } = require('node:path');

module.exports = () => {
  if (process.env.RELAY_DIST) rmSync(dirname(process.env.RELAY_DIST), { recursive: true, force: true });
};
