import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const runner = fileURLToPath(new URL('run.sh', import.meta.url));
const outputLimit = 64 * 1024;

/** A process that runs in an image's file system (see run.sh), with the image's own settings and some more. */
export class Container {
  #image;
  #uid;
  #settings;
  #process;
  #output = '';

  /** `image` is { root, config }: where its file system is mounted, and its configuration as `docker inspect` shows it. */
  constructor(image, uid, settings) {
    this.#image = image;
    this.#uid = uid;
    this.#settings = settings;
  }

  /** Starts the image's own command. */
  start() {
    this.#process = spawn(runner, this.#arguments(this.#image.config.Cmd), { stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk) => {
      this.#output = (this.#output + chunk).slice(-outputLimit);
    };
    this.#process.stdout.on('data', keep);
    this.#process.stderr.on('data', keep);
  }

  /** Runs another command beside it, in a container of the same form. Rejects when its exit code is not 0. */
  async run(command) {
    return promisify(execFile)(runner, this.#arguments(command), { timeout: 30_000 });
  }

  get output() {
    return this.#output;
  }

  get isRunning() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** The process that is number 1 inside, by its number outside: the one child of the process that made the name spaces. */
  async pid() {
    const { pid } = this.#process;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return Number(children.trim());
  }

  /** Sends SIGTERM and answers the exit code; after `limitMs` ends it by force and rejects. */
  async stop(limitMs) {
    if (!this.isRunning) throw new Error(`had ended before, with code ${this.#process.exitCode}`);
    const ended = once(this.#process, 'exit', { signal: AbortSignal.timeout(limitMs) });
    process.kill(await this.pid(), 'SIGTERM');
    try {
      const [code] = await ended;
      return code;
    } catch (error) {
      this.#process.kill('SIGKILL');
      throw new Error(`still runs after ${limitMs} ms`, { cause: error });
    }
  }

  kill() {
    this.#process?.kill('SIGKILL');
  }

  #arguments(command) {
    const environment = [...(this.#image.config.Env ?? []), ...Object.entries(this.#settings).map(([name, value]) => `${name}=${value}`)];
    return [this.#image.root, String(this.#uid), this.#image.config.WorkingDir || '/', ...environment, '--', ...command];
  }
}
