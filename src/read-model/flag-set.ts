import { compileFlag, type CompiledFlag } from '../evaluation/index.js';
import type { ConfigItem } from '../kernel/configuration.js';
import { EncodedBody } from './encoded-body.js';
import { parsedMembers, withMember } from './json-members.js';
import { listParts } from './list-parts.js';

/** One flag of a snapshot: its served bytes and its compiled form, each made on first use. */
export class Flag {
  readonly item: ConfigItem;
  #served: string | undefined;
  #body: EncodedBody | undefined;
  #parsed: Readonly<Record<string, unknown>> | undefined;
  #compiled: CompiledFlag | undefined;

  constructor(item: ConfigItem) {
    this.item = item;
  }

  /** The source text; `variationToTargetMap` is never null or missing, which the .NET SDK cannot bear. */
  get served(): string {
    return (this.#served ??= this.#withTargetMap());
  }

  get body(): EncodedBody {
    return (this.#body ??= new EncodedBody(() => [this.served]));
  }

  get compiled(): CompiledFlag {
    return (this.#compiled ??= compileFlag(this.#parse()));
  }

  /** The identifier (not the id) of the environment, which every flag carries. */
  get environmentIdentifier(): string | undefined {
    const environment = this.#parse()['environment'];
    return typeof environment === 'string' && environment !== '' ? environment : undefined;
  }

  #withTargetMap(): string {
    const map = this.#parse()['variationToTargetMap'];
    return map === null || map === undefined ? withMember(this.item.json, 'variationToTargetMap', '[]') : this.item.json;
  }

  #parse(): Readonly<Record<string, unknown>> {
    return (this.#parsed ??= parsedMembers(this.item.json));
  }
}

/** All flags of an environment in upstream order. Immutable; flags that did not change are taken over from the previous set with all they have made. */
export class FlagSet {
  readonly items: readonly ConfigItem[];
  readonly flags: readonly Flag[];
  readonly list: EncodedBody;
  readonly #byIdentifier: ReadonlyMap<string, Flag>;

  constructor(items: readonly ConfigItem[], previous?: FlagSet) {
    this.items = items;
    this.flags = items.map((item) => previous?.unchanged(item) ?? new Flag(item));
    this.#byIdentifier = new Map(this.flags.map((flag) => [flag.item.identifier, flag]));
    this.list = new EncodedBody(() => listParts(this.flags, (flag) => flag.served));
  }

  find(identifier: string): Flag | undefined {
    return this.#byIdentifier.get(identifier);
  }

  unchanged(item: ConfigItem): Flag | undefined {
    const flag = this.#byIdentifier.get(item.identifier);
    return flag?.item.json === item.json ? flag : undefined;
  }
}
