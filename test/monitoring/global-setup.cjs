module.exports = async () => {
  const { ensureTools } = await import('../support/ensure-tools.mjs');
  const { takeBuild } = await import('../support/take-build.mjs');
  ensureTools({ 'redis-server': 'redis-server', prometheus: 'prometheus', promtool: 'prometheus' });
  process.env.RELAY_DIST = takeBuild();
};
