module.exports = async () => {
  const { ensureTools } = await import('../support/ensure-tools.mjs');
  ensureTools({ 'redis-server': 'redis-server', prometheus: 'prometheus', promtool: 'prometheus' });
};
