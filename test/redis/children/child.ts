import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { until } from '../../support/until.js';

const folder = resolve('test/redis/children');

/** A process of its own that runs one of these files, so that a test can stop it at any point, or kill it. */
export class Child {
  readonly #process: ChildProcess;
  readonly #messages = new EventEmitter();
  readonly #heard: string[] = [];

  constructor(file: string, options: object) {
    this.#process = fork(resolve(folder, file), [JSON.stringify(options)], { execArgv: ['--import', resolve(folder, 'typescript.mjs')] });
    this.#messages.setMaxListeners(0);
    this.#process.on('message', (message) => {
      this.#heard.push(String(message));
      this.#messages.emit('message');
    });
    this.#process.once('exit', () => this.#messages.emit('message'));
  }

  tell(message: string): void {
    this.#process.send(message);
  }

  /** The next message that is expected; those before it are forgotten. */
  async hears(expected: RegExp): Promise<string> {
    for (;;) {
      for (let message = this.#heard.shift(); message !== undefined; message = this.#heard.shift()) {
        if (expected.test(message)) return message;
      }
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) throw new Error(`the process ended before it said ${String(expected)}`);
      await once(this.#messages, 'message');
    }
  }

  /** It has stopped itself. */
  async stopped(): Promise<void> {
    await until(() => readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8').split(') ')[1]?.startsWith('T'));
  }

  resume(): void {
    this.#process.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}
