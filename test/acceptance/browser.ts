import { chromium, type Browser as Chromium, type Page } from 'playwright-core';
import { PageServer } from './page-server.js';

/** A real Chromium and the server of the page that it shows. */
export class Browser {
  readonly #chromium: Chromium;
  readonly #pages: PageServer;

  private constructor(launched: Chromium, pages: PageServer) {
    this.#chromium = launched;
    this.#pages = pages;
  }

  static async start(): Promise<Browser> {
    const pages = await PageServer.start();
    const launched = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    return new Browser(launched, pages);
  }

  /** The page, in a context of its own: no connection and nothing cached is shared with other pages. */
  async open(): Promise<Page> {
    const context = await this.#chromium.newContext();
    const page = await context.newPage();
    await page.goto(this.#pages.url);
    return page;
  }

  async stop(): Promise<void> {
    await this.#chromium.close();
    await this.#pages.stop();
  }
}
