// For `node --import`: breaks the process as clients of ours would if nobody caught what they throw. SIGUSR2: a rejection that
// nobody handles; SIGHUP: an exception that nobody catches. Both carry every secret of the environment.
const broken = () => {
  const { PROXY_KEY = '', AUTH_SECRET = '', REDIS_PASSWORD = '' } = process.env;
  const secrets = [PROXY_KEY, AUTH_SECRET, REDIS_PASSWORD];
  const error = new Error(`broken while sending ${secrets.join(' ')}`, { cause: Object.assign(new Error('cause'), { headers: secrets }) });
  return Object.assign(error, { command: { name: 'auth', args: secrets }, request: { headers: { authorization: `Bearer ${PROXY_KEY}` } } });
};

process.on('SIGUSR2', () => void Promise.reject(broken()));
process.on('SIGHUP', () => {
  throw broken();
});
