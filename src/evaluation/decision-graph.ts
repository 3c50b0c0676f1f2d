import type { Inquiry } from './inquiry.js';
import type { Outcome } from './outcome.js';
import type { Place } from './place.js';
import type { Questions } from './questions.js';
import type { TargetList } from './target-list.js';

// A node is a row of words. Where it does not begin with a question, it begins with one of these.
const bucketNode = -1;
const listNode = -2;
const prerequisiteNode = -3;

/**
 * The ways of all flags of one environment from question to question. Rows of numbers rather than objects or functions,
 * walked by one loop, cost a quarter of the time. Built from its ends, so every place leads to older ones: no walk is endless.
 */
export class DecisionGraph {
  #words = new Int32Array(1024);
  #length = 0;
  readonly #outcomes: Outcome[] = [];
  readonly #bytes: (Buffer | undefined)[] = [];
  readonly #attributes: string[] = [];
  readonly #lists: TargetList[] = [];

  constructor(readonly questions: Questions) {}

  end(outcome: Outcome): Place {
    this.#bytes.push(undefined);
    return ~(this.#outcomes.push(outcome) - 1);
  }

  ask(question: number, yes: Place, no: Place): Place {
    return this.#add([question, yes, no]);
  }

  /** Places by bucket: each from the one before up to the bucket it is given with. */
  takeBucket(attribute: string, places: readonly (readonly [upTo: number, place: Place])[]): Place {
    return this.#add([bucketNode, this.#attributes.push(attribute) - 1, ...places.flat()]);
  }

  /** A listed target only goes as far into the questions at `otherwise` as its entry says, and on to the entry's place. */
  findListed(list: TargetList, entries: readonly (readonly [questionsBefore: number, place: Place])[], otherwise: Place): Place {
    return this.#add([listNode, this.#lists.push(list) - 1, list.bits, otherwise, entries.flat()].flat());
  }

  checkPrerequisites(flagIndex: number, met: Place, unmet: Place): Place {
    return this.#add([prerequisiteNode, flagIndex, met, unmet]);
  }

  /** The place of the outcome that a target comes to. */
  walk(from: Place, inquiry: Inquiry): Place {
    let at = from;
    while (at >= 0) {
      const word = this.#word(at);
      at = word >= 0 ? this.#word(inquiry.answer(word) ? at + 1 : at + 2) : this.#next(at, word, inquiry);
    }
    return at;
  }

  outcomeAt(place: Place): Outcome | undefined {
    return this.#outcomes[~place];
  }

  /** The outcome as JSON for the wire; undefined where nothing is served. */
  bytesAt(place: Place): Buffer | undefined {
    return (this.#bytes[~place] ??= this.#outcomes[~place]?.encoded?.bytes);
  }

  #next(at: Place, kind: number, inquiry: Inquiry): Place {
    if (kind === bucketNode) return this.#placeOfBucket(at, inquiry);
    if (kind === listNode) return this.#placeInList(at, inquiry);
    return this.#word(inquiry.meetsPrerequisites(this.#word(at + 1)) ? at + 2 : at + 3);
  }

  #placeOfBucket(node: Place, inquiry: Inquiry): Place {
    const bucket = inquiry.bucket(this.#attributes[this.#word(node + 1)] ?? '');
    let at = node + 2;
    while (bucket > this.#word(at)) at += 2;
    return this.#word(at + 1);
  }

  #placeInList(node: Place, inquiry: Inquiry): Place {
    let at = this.#word(node + 3);
    if ((inquiry.targetBits & ~this.#word(node + 2)) !== 0) return at;
    const entry = this.#lists[this.#word(node + 1)]?.entries.get(inquiry.targetIdentifier);
    if (entry === undefined) return at;

    const own = node + 4 + 2 * entry;
    for (let left = this.#word(own); left > 0; left--) {
      if (inquiry.answer(this.#word(at))) return this.#word(at + 1);
      at = this.#word(at + 2);
    }
    return this.#word(own + 1);
  }

  #add(words: readonly number[]): Place {
    const place = this.#length;
    this.#length += words.length;
    if (this.#length > this.#words.length) this.#grow();
    this.#words.set(words, place);
    return place;
  }

  #grow(): void {
    const words = new Int32Array(2 * this.#length);
    words.set(this.#words);
    this.#words = words;
  }

  #word(at: number): number {
    return this.#words[at] ?? 0;
  }
}
