import { hashKey } from '../saas/hash-key.mjs';

interface Content {
  readonly sdkKeys?: readonly string[];
  readonly flags?: readonly object[];
  readonly segments?: readonly object[];
  readonly targets?: readonly object[];
}

/** The files of an environment as an export has them, by their names below `directory`. */
export function offlineEnvironment(directory: string, { sdkKeys = [], flags = [], segments = [], targets = [] }: Content): Record<string, unknown> {
  return {
    [`${directory}/feature_config.json`]: flags,
    [`${directory}/segments.json`]: segments,
    [`${directory}/targets.json`]: targets,
    [`${directory}/auth_config.json`]: sdkKeys.map(hashKey),
  };
}
