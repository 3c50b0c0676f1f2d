import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { aQuestion } from './a-question.js';
import { Browser } from './browser.js';
import { describeSdk } from './describe-sdk.js';
import { Installation, type InstallationKind } from './installation.js';
import { javascriptSdk } from './javascript-sdk.js';
import { PageSession } from './page-session.js';
import { watchPreflights } from './watch-preflights.js';

const kinds: readonly InstallationKind[] = ['a single node', 'a single node behind nginx'];
const [{ sdkKeys }] = sampleConfiguration;
let browser: Browser;

beforeAll(async () => {
  browser = await Browser.start();
});

describeSdk(javascriptSdk(() => browser));

describe.each(kinds)('a page of another origin than %s', (kind) => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.start(kind);
  });

  afterAll(() => installation.stop());

  it('is allowed by preflights to ask for everything that the SDK needs', async () => {
    const page = await browser.open();
    const preflights = await watchPreflights(page);
    const session = await PageSession.start(page, { url: installation.url, sdkKey: sdkKeys[1] });

    await expect(session.ask(aQuestion({ flag: 'dark-mode' }))).resolves.toBe(true);
    await installation.untilStreaming();

    const allowed = preflights();
    await session.close();
    expect(allowed.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/client/auth', expect.stringMatching(/^\/client\/env\/.+\/target\/otto\/evaluations$/), '/stream']),
    );
    expect(allowed.filter(({ status }) => status !== 204)).toEqual([]);
  });

  it('may have a target with 100 KB of attributes, of which the last one decides', async () => {
    const session = await PageSession.start(await browser.open(), { url: installation.url, sdkKey: sdkKeys[1] });
    const attributes = { notes: 'n'.repeat(100_000), plan: 'enterprise', country: 'AT' };

    const settings = await session.ask(aQuestion({ flag: 'search-settings', kind: 'json', fallback: {}, target: { identifier: 'franz', name: 'Franz', attributes } }));
    await installation.untilStreaming();

    await session.close();
    expect(settings).toEqual({ fuzzy: true, limit: 100 });
  });
});

// Last, since the pages are closed before.
afterAll(() => browser.stop());
