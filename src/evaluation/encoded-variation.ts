/** A variation as it goes over the wire. Encoded when first served, and then shared by all answers: never to be written to. */
export class EncodedVariation {
  #bytes: Buffer | undefined;

  constructor(
    readonly flag: string,
    readonly identifier: string,
    readonly kind: string,
    readonly value: string,
  ) {}

  get bytes(): Buffer {
    return (this.#bytes ??= this.#encode());
  }

  // Nothing but these four: an SDK throws on any other key.
  #encode(): Buffer {
    const { flag, identifier, kind, value } = this;
    return Buffer.from(JSON.stringify({ flag, identifier, kind, value }));
  }
}
