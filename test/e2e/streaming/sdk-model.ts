interface Told {
  readonly event: string;
  readonly identifier: string;
  readonly version: number;
}

/** What a server SDK holds after events: it drops a version that is not higher than its own. */
export class SdkModel {
  readonly held: Map<string, number>;

  constructor(held: ReadonlyMap<string, number>) {
    this.held = new Map(held);
  }

  /** `current`: what the relay answers when the SDK fetches the flag that an event names. */
  hear(frame: Buffer, current: ReadonlyMap<string, number>): void {
    const { event, identifier } = toldIn(frame);
    if (event === 'delete') {
      this.held.delete(identifier);
      return;
    }
    const version = current.get(identifier);
    if (version !== undefined && version > (this.held.get(identifier) ?? 0)) this.held.set(identifier, version);
  }
}

export function toldIn(frame: Buffer): Told {
  return JSON.parse(frame.toString().slice('event: *\ndata: '.length)) as Told;
}
