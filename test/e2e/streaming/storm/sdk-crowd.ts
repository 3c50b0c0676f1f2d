import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface CrowdCounts {
  readonly open: number;
  readonly heard: number;
  /** How many have been told what is sought. */
  readonly found: number;
  /** Events of the SDK that has got the fewest. */
  readonly fewest: number;
  readonly accepted: readonly number[];
  readonly refused: number;
}

interface CrowdOptions {
  readonly port: number;
  readonly request: string;
  readonly count: number;
  /** The source address of the first process; each further one has the next. */
  readonly firstAddress: number;
  /** The shortest time before a broken stream is opened again; the longest is twice that. */
  readonly retryMs: number;
}

const mostPerProcess = 2_500;

/** Many SDKs with a stream each, in processes of their own, each on a source address of its own. */
export class SdkCrowd {
  readonly #children: readonly ChildProcess[];
  #asked = 0;

  constructor({ count, firstAddress, ...options }: CrowdOptions) {
    const processes = Math.ceil(count / mostPerProcess);
    this.#children = Array.from({ length: processes }, (_, index) => {
      const own = { ...options, count: Math.min(mostPerProcess, count - index * mostPerProcess), address: `127.0.0.${firstAddress + index}` };
      return fork(resolve('test/e2e/streaming/storm/many-sdks.mjs'), [JSON.stringify(own)], { execArgv: [] });
    });
  }

  async tell(task: 'start' | 'forget' | 'seek', text = ''): Promise<void> {
    await Promise.all(this.#children.map((child) => this.#ask(child, { task, text })));
  }

  /** `heard`: how many have been told something with this text. */
  async counts(text = ''): Promise<CrowdCounts> {
    const parts = await Promise.all(this.#children.map((child) => this.#ask(child, { task: 'counts', text })));
    const sum = (field: 'open' | 'heard' | 'found' | 'refused') => parts.reduce((total, part) => total + part[field], 0);
    return { open: sum('open'), heard: sum('heard'), found: sum('found'), fewest: Math.min(...parts.map(({ fewest }) => fewest)), refused: sum('refused'), accepted: parts.flatMap(({ accepted }) => accepted) };
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async #ask(child: ChildProcess, order: object): Promise<CrowdCounts> {
    const id = (this.#asked += 1);
    child.send({ id, ...order });
    for (;;) {
      const [answer] = (await once(child, 'message')) as [{ id: number; result: CrowdCounts }];
      if (answer.id === id) return answer.result;
    }
  }
}
