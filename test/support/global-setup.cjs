/** Certificates are made when they are needed, with openssl. */
module.exports = async () => {
  const { ensureTools } = await import('./ensure-tools.mjs');
  ensureTools({ openssl: 'openssl' });
};
