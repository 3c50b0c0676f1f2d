import type { Browser } from './browser.js';
import { aQuestion } from './a-question.js';
import { PageSession } from './page-session.js';
import type { Sdk } from './sdk.js';

/** Takes the browser, which is known once it runs. */
export function javascriptSdk(browser: () => Browser): Sdk {
  return {
    name: 'the JavaScript client SDK',
    metricsName: 'JavaScript 1.32.0',
    postsOnClose: false,
    // It takes reads within half a second for one.
    counted: () => 1,
    open: async (options) => {
      const session = await PageSession.start(await browser().open(), options);
      // Opens the client, and counts as no evaluation.
      await session.ask(aQuestion({ flag: 'dark-mode', reads: 0 }));
      return session;
    },
  };
}
