import type { ArchivedEnvironment } from '../../../ports/configuration-archive.port.js';

/** The files of an environment by name, each with one item on a line, as it came: so that versions can be compared line by line. */
export function environmentFiles({ config, targets }: ArchivedEnvironment, at: Date): ReadonlyMap<string, string> {
  const { id, featureConfigs, segments, authKeys } = config;
  return new Map([
    ['feature_config.json', listOf(featureConfigs.map(({ json }) => json))],
    ['segments.json', listOf(segments.map(({ json }) => json))],
    ['targets.json', listOf(targets.map((target) => JSON.stringify(target)))],
    ['auth_config.json', listOf(authKeys.map((key) => JSON.stringify(key)))],
    [
      'README.md',
      `# Environment ${id}

Feature flag configuration for an offline relay (\`OFFLINE=true\`, \`CONFIG_DIR\` the directory above), written ${at.toISOString()}.

| File | Holds |
|---|---|
| \`feature_config.json\` | ${featureConfigs.length} flags |
| \`segments.json\` | ${segments.length} target groups |
| \`targets.json\` | ${targets.length} targets |
| \`auth_config.json\` | ${authKeys.length} SDK keys, as SHA-256 |
`,
    ],
  ]);
}

function listOf(items: readonly string[]): string {
  return items.length === 0 ? '[]\n' : `[\n${items.join(',\n')}\n]\n`;
}
