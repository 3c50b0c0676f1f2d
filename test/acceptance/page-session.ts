import type { Page } from 'playwright-core';
import type { Question, SdkOptions, SdkSession } from './sdk.js';

const answerLimitMs = 20_000;

/** The JavaScript SDK in a page of a browser. */
export class PageSession implements SdkSession {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** The SDK starts with the first question: a client of its own for each target. */
  static async start(page: Page, options: SdkOptions): Promise<PageSession> {
    await page.evaluate(`setUp(${JSON.stringify(options)})`);
    return new PageSession(page);
  }

  async ask(question: Question): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the page did not answer for ${question.flag}`)), answerLimitMs);
    });
    const answer = this.#page.evaluate(`ask(${JSON.stringify(question)})`);
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    if (this.#page.isClosed()) return;
    await this.#page.evaluate('closeClient()');
    await this.#page.context().close();
  }
}
