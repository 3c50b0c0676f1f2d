/** So many bytes of items, without the comma after the last. */
export function filled(bytes: number, item: (n: number) => string): string {
  const items: string[] = [];
  for (let [length, n] = [0, 0]; length < bytes; n++) length += items[items.push(item(n)) - 1]?.length ?? 0;
  return items.join(',');
}
/** One line of a post: one flag counted for all targets. */
export const entry = (n: number) => JSON.stringify({ timestamp: 1_795_293_595_907, count: n + 1, metricsType: 'FFMETRICS', attributes: Object.entries({ featureIdentifier: `flag-${n}`, variationIdentifier: 'true', SDK_TYPE: 'server', SDK_LANGUAGE: 'javascript', SDK_VERSION: '1.8.12', target: 'global' }).map(([name, value]) => ({ key: name, value })) });
export const target = (n: number) => JSON.stringify({ identifier: `target-${n}`, name: `Target ${n}`, attributes: [{ key: 'email', value: `target-${n}@example.com` }, { key: 'plan', value: 'gold' }] });
