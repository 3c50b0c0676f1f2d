import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** SDKs that open streams and never read, in a process of their own. */
export class SlowReaders {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves once all have asked for their stream. */
  static async start({ port, address, count, request }: { readonly port: number; readonly address: string; readonly count: number; readonly request: string }): Promise<SlowReaders> {
    const script = resolve('test/e2e/streaming/storm/slow-readers.pl');
    const child = spawn('perl', [script, String(port), address, String(count), request], { stdio: ['pipe', 'pipe', 'inherit'] });
    const readers = new SlowReaders(child);
    const first = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (!String(first[0]).includes('ready')) throw new Error(`the slow readers could not start: ${String(first[0])}`);
    return readers;
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
