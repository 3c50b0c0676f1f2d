import type { TextPlaces } from './yaml-list.js';

export type EnvironmentPart = 'feature_config' | 'segments' | 'targets' | 'auth_config';

/** The files of an environment, by their names without the ending, and what YAML must take for text in each. */
export const environmentParts: Readonly<Record<EnvironmentPart, TextPlaces>> = {
  feature_config: 'everywhere',
  segments: 'everywhere',
  targets: 'identifiers',
  auth_config: 'entries',
};
