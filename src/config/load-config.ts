import { readFileSync } from 'node:fs';

import { assembleConfig } from './assemble-config.js';
import { checkRules } from './check-rules.js';
import { deepFreeze } from './deep-freeze.js';
import { fileSettingOf } from './file-setting-of.js';
import { fromArguments } from './from-arguments.js';
import { fromEnvironment } from './from-environment.js';
import { fromFiles } from './from-files.js';
import { InvalidConfiguration } from './invalid-configuration.js';
import type { RelayConfig } from './relay-config.js';
import { secretsIn } from './secrets-in.js';
import { SettingValues } from './setting-values.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

export interface LoadedConfig {
  readonly config: RelayConfig;
  readonly warnings: readonly string[];
  /** Never to be shown, wherever they turn up. */
  readonly secrets: readonly string[];
}

const all: readonly Setting<unknown>[] = Object.values(settings);
const secrets = all.filter(({ secret }) => secret);
const known = [...all, ...secrets.map(fileSettingOf)];

/**
 * The settings of this process: the environment over the flags over the defaults. `argv` starts after the script's name.
 * Throws InvalidConfiguration with every fault at once. Pure but for the files that hold secrets.
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): LoadedConfig {
  const flags = fromArguments(known, argv);
  const named = [...flags.given, ...fromEnvironment(known, env)];
  const files = fromFiles(secrets, named, readFile);
  const values = new SettingValues([...named, ...files.given]);
  const rules = checkRules(values, env['NODE_ENV'] === 'production');

  const faults = new Set([...flags.faults, ...files.faults, ...values.faults, ...rules.faults]);
  if (faults.size > 0) throw new InvalidConfiguration([...faults]);
  const config = deepFreeze(assembleConfig(values));
  return { config, warnings: rules.warnings, secrets: secretsIn(values, config) };
}
