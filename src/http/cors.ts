/** `*` does not cover Authorization by the Fetch standard: the headers that SDKs send are named. */
const allowedHeaders = [
  '*',
  'Authorization',
  'API-Key',
  'Cache-Control',
  'Content-Type',
  'Harness-AccountID',
  'Harness-EnvironmentID',
  'Harness-SDK-Info',
  'Harness-Target',
  'X-Request-Id',
];

export const exposedHeaders: readonly string[] = ['ETag', 'X-Request-Id'];

/** Any page may use the relay: SDKs send no cookies, and a token is needed for everything. Preflights are answered before authentication. */
export const corsForBrowsers = {
  origin: '*',
  methods: ['GET', 'OPTIONS', 'POST'],
  allowedHeaders,
  exposedHeaders: [...exposedHeaders],
  maxAge: 7200,
  strictPreflight: false,
  // The CORS hook runs before all others: ended there, a preflight would lack its request id.
  preflightContinue: true,
};
