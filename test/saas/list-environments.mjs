/**
 * What is held, without the items' content.
 * @param {import('./environments.mjs').Environments} environments
 */
export function listEnvironments(environments) {
  return environments.all.map(({ id, apiKeys, flags, segments }) => ({
    id,
    apiKeys: [...apiKeys],
    flags: flags.items.map(({ identifier, version }) => ({ identifier, version })),
    segments: segments.items.map(({ identifier, version }) => ({ identifier, version })),
  }));
}
