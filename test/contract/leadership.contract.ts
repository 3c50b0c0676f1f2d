import { once } from 'node:events';
import type { LeadershipPort } from '../../src/ports/leadership.port.js';

/** What every candidate does. `create` answers one that has no rival. */
export function describeLeadershipContract(adapter: string, create: () => Promise<LeadershipPort>): void {
  describe(`${adapter} keeps the LeadershipPort contract`, () => {
    let leadership: LeadershipPort;
    let terms: AsyncTerms;

    beforeEach(async () => {
      leadership = await create();
      terms = new AsyncTerms();
    });

    afterEach(async () => {
      terms.endAll();
      await leadership.resign();
    });

    it('is a candidate', () => {
      expect(leadership.isCandidate).toBe(true);
    });

    it('leads once it campaigns, and goes on', async () => {
      leadership.campaign(terms.lead);

      const { lost } = await terms.next();

      expect(lost.aborted).toBe(false);
      expect(terms.running).toBe(1);
    });

    it('campaigns again when leading ends by itself', async () => {
      leadership.campaign(terms.lead);

      (await terms.next()).end();
      const { lost } = await terms.next();

      expect(lost.aborted).toBe(false);
    });

    it('campaigns again when leading fails', async () => {
      leadership.campaign(terms.lead);

      (await terms.next()).fail(new Error('the upstream went away'));
      const { lost } = await terms.next();

      expect(lost.aborted).toBe(false);
    });

    it('never leads twice at once', async () => {
      leadership.campaign(terms.lead);
      leadership.campaign(terms.lead);

      for (let term = 0; term < 3; term++) (await terms.next()).end();
      await terms.next();

      expect(terms.most).toBe(1);
    });

    it('tells who leads to stop when it resigns, and waits for that', async () => {
      leadership.campaign(terms.lead);
      const { lost, end } = await terms.next();
      const told = once(lost, 'abort');
      let isResigned = false;

      const resigned = leadership.resign().then(() => (isResigned = true));
      await told;
      expect(isResigned).toBe(false);
      end();
      await resigned;

      expect(terms.running).toBe(0);
    });

    it('may resign before it campaigns, and twice', async () => {
      await leadership.resign();

      await expect(leadership.resign()).resolves.toBeUndefined();
    });
  });
}

interface Term {
  readonly lost: AbortSignal;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

class AsyncTerms {
  running = 0;
  most = 0;
  readonly #begun: Term[] = [];
  readonly #all: Term[] = [];
  #wake: () => void = () => {};

  readonly lead = async (lost: AbortSignal): Promise<void> => {
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    try {
      await new Promise<void>((resolve, reject) => {
        const term = { lost, end: resolve, fail: reject };
        this.#begun.push(term);
        this.#all.push(term);
        this.#wake();
      });
    } finally {
      this.running -= 1;
    }
  };

  async next(): Promise<Term> {
    for (;;) {
      const term = this.#begun.shift();
      if (term) return term;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  endAll(): void {
    for (const { end } of this.#all) end();
  }
}
