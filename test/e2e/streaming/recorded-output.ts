import type { StreamOutput } from '../../../src/modules/streaming/domain/sdk-stream.js';

/** Keeps each write with its moment. What is unsent is up to the test. */
export class RecordedOutput implements StreamOutput {
  readonly writes: { readonly at: number; readonly text: string }[] = [];
  writableLength = 0;
  state: 'open' | 'ended' | 'destroyed' = 'open';

  /** The data lines of all events, parsed, in order. */
  get events(): Record<string, unknown>[] {
    const text = this.writes.map((write) => write.text).join('');
    return [...text.matchAll(/data: (.*)\n\n/g)].map(([, data]) => JSON.parse(data ?? '') as Record<string, unknown>);
  }

  write(bytes: Buffer): boolean {
    this.writes.push({ at: performance.now(), text: bytes.toString() });
    return true;
  }

  end(): void {
    this.state = 'ended';
  }

  destroy(): void {
    this.state = 'destroyed';
  }
}
