module.exports = async () => {
  const { ensureTools } = await import('./ensure-tools.mjs');
  const { takeBuild } = await import('./take-build.mjs');
  ensureTools();
  process.env.RELAY_DIST = takeBuild();
};
