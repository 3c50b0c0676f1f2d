import { spawn } from 'node:child_process';
import { once } from 'node:events';

const maxWaitMs = 60_000;

/** A Node program of its own on one core. Whatever it prints is shown when it ends by itself. */
export class Pinned {
  #child;
  #output = '';

  constructor(core, args, env = {}) {
    this.#child = spawn('taskset', ['-c', String(core), process.execPath, ...args], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk) => (this.#output = (this.#output + chunk).slice(-20_000)));
    }
  }

  /** taskset becomes the program: its id is the program's. */
  get pid() {
    return this.#child.pid;
  }

  get hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get output() {
    return this.#output;
  }

  signal(name) {
    this.#child.kill(name);
  }

  send(message) {
    this.#child.send(message);
  }

  /** The next message of this kind. Rejects when the program ends first, or after a minute. */
  next(kind) {
    return new Promise((resolve, reject) => {
      const settle = (finish, value) => {
        clearTimeout(limit);
        this.#child.off('message', look).off('exit', fail);
        finish(value);
      };
      const look = (message) => message.kind === kind && settle(resolve, message);
      const fail = () => settle(reject, new Error(`a program of the benchmark does not answer: ${this.#output}`));
      const limit = setTimeout(fail, maxWaitMs);
      this.#child.on('message', look).once('exit', fail);
      if (this.hasEnded) fail();
    });
  }

  async ask(message, kind) {
    const answer = this.next(kind);
    this.send(message);
    return answer;
  }

  async stop() {
    if (this.hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.signal('SIGTERM');
    const giveUp = setTimeout(() => this.signal('SIGKILL'), 10_000);
    await ended;
    clearTimeout(giveUp);
  }
}
