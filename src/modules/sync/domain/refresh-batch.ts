import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem } from '../../../kernel/configuration.js';

type Domain = ConfigurationChange['domain'];

/** The last event of each item of a domain. */
function lastEvents(changes: readonly ConfigurationChange[], domain: Domain): ConfigurationChange[] {
  return [...new Map(changes.filter((change) => change.domain === domain).map((change) => [change.identifier, change])).values()];
}

/** The items of a domain that have to be fetched: a deletion needs no request. */
export function fetchedPart(changes: readonly ConfigurationChange[], domain: Domain): ConfigurationChange[] {
  return lastEvents(changes, domain).filter((change) => change.event !== 'delete');
}

/** The items of a domain whose last event deletes them. */
export function deletedItems(changes: readonly ConfigurationChange[], domain: Domain): string[] {
  return lastEvents(changes, domain).flatMap((change) => (change.event === 'delete' ? [change.identifier] : []));
}

/** Those of the expected items that are older than the events that made us fetch them. A version of 0 tells nothing. */
export function itemsBehind(items: readonly ConfigItem[], expected: readonly ConfigurationChange[]): string[] {
  const versions = new Map(items.map((item) => [item.identifier, item.version]));
  return expected.flatMap(({ identifier, version }) => {
    const held = versions.get(identifier);
    return version > 0 && (held === undefined || (held > 0 && held < version)) ? [identifier] : [];
  });
}
