/** Certificates are made when they are needed, with openssl; readers that are slow enough need perl. */
module.exports = async () => {
  const { ensureTools } = await import('./ensure-tools.mjs');
  ensureTools({ openssl: 'openssl', perl: 'perl-base' });
};
