import type { RelayChange } from '../../kernel/changes.js';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { UpstreamStream } from '../../ports/saas-client.port.js';

/**
 * Tells which environments have to be fetched again and which are gone, each as a whole: files change together, so flags that
 * rely on groups are never served without them. What was not asked for yet is told as it has become meanwhile.
 */
export class FileStream implements UpstreamStream {
  readonly messages: AsyncIterable<RelayChange>;
  readonly #changed = new Set<EnvironmentId>();
  readonly #removed = new Set<EnvironmentId>();
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(private readonly closed: (stream: FileStream) => void) {
    this.messages = this.#tell();
  }

  change(changed: readonly EnvironmentId[], removed: readonly EnvironmentId[]): void {
    for (const environment of changed) {
      this.#removed.delete(environment);
      this.#changed.add(environment);
    }
    for (const environment of removed) {
      this.#changed.delete(environment);
      this.#removed.add(environment);
    }
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.closed(this);
    this.#wake?.();
  }

  async *#tell(): AsyncGenerator<RelayChange, void, undefined> {
    while (!this.#isClosed) {
      const [removed, changed] = [takeAll(this.#removed), takeAll(this.#changed)];
      if (removed.length > 0) yield { domain: 'proxy', event: 'environmentsRemoved', environments: removed };
      // To Sync an environment that is added is one to be fetched whole, be it held already or not.
      if (changed.length > 0) yield { domain: 'proxy', event: 'environmentsAdded', environments: changed };
      if (removed.length + changed.length === 0) await this.#change();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.#isClosed || this.#changed.size + this.#removed.size > 0) resolve();
    });
  }
}

function takeAll(environments: Set<EnvironmentId>): readonly EnvironmentId[] {
  const all = [...environments];
  environments.clear();
  return all;
}
