const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** How deep the members of a report lie, and the items in their lists. */
const [memberDepth, itemDepth] = [1, 2];

/**
 * Cuts the JSON text of a report between two items, so that each piece is the text of a report again and can be parsed by
 * itself. It only counts brackets: whoever parses the pieces finds out what is wrong with them.
 */
export class ReportCutter {
  /** What has come and was not cut off, which begins as a report does. */
  #chunks: Buffer[] = [];
  #length = 0;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #isInList = false;
  /** The latest comma between two items, and the name of the list they are in: places in what was not cut off. */
  #comma: number | undefined;
  #name = { from: 0, to: 0 };

  get length(): number {
    return this.#length;
  }

  get rest(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  add(chunk: Buffer): void {
    this.#scan(chunk);
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Everything before the latest item; undefined while there is none before it. */
  cut(): Buffer | undefined {
    if (this.#comma === undefined) return undefined;

    const text = this.rest;
    const name = text.subarray(this.#name.from, this.#name.to);
    const start = [Buffer.from('{'), name, Buffer.from(':[{}')];
    const piece = Buffer.concat([text.subarray(0, this.#comma), Buffer.from(']}')]);
    // After an empty item, which says nothing, the comma stays: no item may be missing after it.
    const rest = Buffer.concat([...start, text.subarray(this.#comma)]);
    this.#chunks = [rest];
    this.#length = rest.length;
    this.#name = { from: 1, to: 1 + name.length };
    this.#comma = undefined;
    return piece;
  }

  #scan(chunk: Buffer): void {
    let [depth, isInText, isEscaped] = [this.#depth, this.#isInText, this.#isEscaped];
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) {
          isInText = false;
          if (depth === memberDepth) this.#name.to = this.#length + at + 1;
        }
      } else if (byte === quote) {
        isInText = true;
        if (depth === memberDepth) this.#name.from = this.#length + at;
      } else if (byte === openBrace || byte === openBracket) {
        depth += 1;
        if (depth === itemDepth) this.#isInList = byte === openBracket;
      } else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
        if (depth < itemDepth) this.#comma = undefined;
      } else if (byte === comma && depth === itemDepth && this.#isInList) this.#comma = this.#length + at;
    }
    [this.#depth, this.#isInText, this.#isEscaped] = [depth, isInText, isEscaped];
  }
}
