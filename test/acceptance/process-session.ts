import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Question, SdkSession } from './sdk.js';

const startLimitMs = 30_000;
const answerLimitMs = 10_000;
const endLimitMs = 10_000;
const keptOutput = 200;

interface Line {
  readonly ready?: boolean;
  readonly id?: number;
  readonly value?: unknown;
}

/** An SDK in a process that reads questions and writes answers, one line of JSON each. It ends with its input. */
export class ProcessSession implements SdkSession {
  readonly #child: ChildProcess;
  readonly #output: string[] = [];
  readonly #waiting = new Map<number, (value: unknown) => void>();
  readonly #isReady: Promise<void>;
  #asked = 0;

  private constructor(command: string, args: readonly string[], env: Record<string, string>) {
    const child = spawn(command, args, { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => this.#keep(chunk.toString()));
    // Asking one that has ended is told by its missing answer.
    child.stdin.on('error', (error) => this.#keep(`standard input: ${error.message}`));
    this.#isReady = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (text) => this.#take(text, resolve));
    });
  }

  static async start(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<ProcessSession> {
    const session = new ProcessSession(command, args, env);
    try {
      await session.#within(startLimitMs, 'is not ready', session.#isReady);
    } catch (error) {
      session.#child.kill('SIGKILL');
      throw error;
    }
    return session;
  }

  async ask(question: Question): Promise<unknown> {
    const id = (this.#asked += 1);
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    this.#child.stdin?.write(`${JSON.stringify({ id, question })}\n`);
    return this.#within(answerLimitMs, `did not answer for ${question.flag}`, answer).finally(() => this.#waiting.delete(id));
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.stdin?.end();
    try {
      await this.#within(endLimitMs, 'did not end', ended);
    } catch (error) {
      this.#child.kill('SIGKILL');
      throw error;
    }
  }

  #take(text: string, ready: () => void): void {
    const line = parsed(text);
    if (line === undefined) return this.#keep(text);
    if (line.ready) ready();
    if (line.id !== undefined) this.#waiting.get(line.id)?.(line.value);
  }

  #keep(text: string): void {
    this.#output.push(text);
    if (this.#output.length > keptOutput) this.#output.shift();
  }

  async #within<T>(limitMs: number, complaint: string, result: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the SDK's process ${complaint}: ${this.#output.join('')}`)), limitMs);
    });
    return Promise.race([result, late]).finally(() => clearTimeout(timer));
  }
}

/** Undefined for what an SDK prints on its own. */
function parsed(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
