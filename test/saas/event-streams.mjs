import { breakConnection } from './break-connection.mjs';

// More than any test sends at once; a reader that far behind is cut off rather than buffered for.
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;

/** The open event streams, each with the test of what it gets to see. */
export class EventStreams {
  /** @type {Map<import('node:http').ServerResponse, (event: object | undefined) => boolean>} */
  #open = new Map();
  /** @type {WeakMap<import('node:http').ServerResponse, string>} */
  #owners = new WeakMap();
  #onChange;
  #heartbeat;

  /**
   * @param {number} heartbeatMs
   * @param {() => void} onChange
   */
  constructor(heartbeatMs, onChange) {
    this.#onChange = onChange;
    this.#heartbeat = setInterval(() => this.#write(':\n\n', undefined), heartbeatMs);
  }

  /** Streams that still get bytes: frozen ones do not count. */
  get count() {
    return this.#open.size;
  }

  /**
   * @param {import('node:http').ServerResponse} response
   * @param {(event: object | undefined) => boolean} sees
   * @param {string} owner the environment that it belongs to, or the proxy key that it was opened with
   */
  accept(response, sees, owner) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' });
    response.flushHeaders();
    response.once('close', () => this.#forget(response));
    this.#open.set(response, sees);
    this.#owners.set(response, owner);
    this.#onChange();
  }

  /**
   * @param {object} event
   * @param {string} [owner] whose streams alone are told
   */
  emit(event, owner) {
    this.#write(`event: *\ndata: ${JSON.stringify(event)}\n\n`, event, owner);
  }

  /** @param {string} text */
  emitRaw(text) {
    this.#write(text, undefined);
  }

  /**
   * Ends every stream in good order, or those alone of one owner.
   * @param {string} [owner]
   */
  drop(owner) {
    const responses = owner === undefined ? this.#takeAll() : this.#takeOf(owner);
    responses.forEach((response) => response.end());
  }

  /** Breaks the connection of every stream. */
  reset() {
    this.#takeAll().forEach(breakConnection);
  }

  /** Leaves every stream open without another byte, as when the far side vanished. Streams opened later are live. */
  freeze() {
    this.#takeAll();
  }

  close() {
    clearInterval(this.#heartbeat);
    this.#takeAll();
  }

  /**
   * @param {string} text
   * @param {object | undefined} event
   * @param {string} [owner]
   */
  #write(text, event, owner) {
    for (const [response, sees] of this.#open) {
      if (!sees(event) || (owner !== undefined && this.#owners.get(response) !== owner)) continue;
      response.write(text);
      if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
    }
  }

  /** @param {string} owner */
  #takeOf(owner) {
    const responses = [...this.#open.keys()].filter((response) => this.#owners.get(response) === owner);
    responses.forEach((response) => this.#forget(response));
    return responses;
  }

  #takeAll() {
    const responses = [...this.#open.keys()];
    this.#open.clear();
    this.#onChange();
    return responses;
  }

  /** @param {import('node:http').ServerResponse} response */
  #forget(response) {
    if (this.#open.delete(response)) this.#onChange();
  }
}
