import { itemFrom } from './item-from.mjs';

/** The flags or the groups of one environment, in order. Set to null it is sent as null, as SaaS does at times. */
export class ItemList {
  #nameField;
  /** @type {Map<string, import('./types.mjs').HeldItem>} */
  #items = new Map();
  #isNull = false;

  /**
   * @param {'feature' | 'identifier'} nameField
   * @param {readonly (object | string)[] | null | undefined} sources
   */
  constructor(nameField, sources) {
    this.#nameField = nameField;
    this.replace(sources);
  }

  get items() {
    return [...this.#items.values()];
  }

  /** @param {string} identifier */
  find(identifier) {
    return this.#items.get(identifier);
  }

  /**
   * Adds or replaces one item; without a version of its own it gets the next one.
   * @param {object | string} source
   */
  put(source) {
    const { identifier } = itemFrom(source, this.#nameField, undefined);
    const item = itemFrom(source, this.#nameField, (this.#items.get(identifier)?.version ?? 0) + 1);
    this.#isNull = false;
    this.#items.set(identifier, item);
    return item;
  }

  /** @param {string} identifier */
  delete(identifier) {
    const item = this.#items.get(identifier);
    this.#items.delete(identifier);
    return item;
  }

  /** @param {readonly (object | string)[] | null | undefined} sources */
  replace(sources) {
    const items = (sources ?? []).map((source) => itemFrom(source, this.#nameField, typeof source === 'string' ? undefined : 1));
    this.#isNull = sources === null;
    this.#items = new Map(items.map((item) => [item.identifier, item]));
  }

  toJson() {
    return this.#isNull ? 'null' : `[${this.items.map(({ json }) => json).join(',')}]`;
  }
}
