module.exports = async () => {
  const { ensureTools } = await import('../support/ensure-tools.mjs');
  const { takeBuild } = await import('../support/take-build.mjs');
  ensureTools({ 'redis-server': 'redis-server', openssl: 'openssl' });
  process.env.RELAY_DIST = takeBuild();
};
