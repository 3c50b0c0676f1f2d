import { faultText } from '../adapters/files/reading/fault-text.js';
import { readDirectory } from '../adapters/files/reading/read-directory.js';
import type { Command } from './command.js';
import { review } from './review.js';

/** Says whether a directory can be served, and everything that is wrong with it. */
export const validate: Command = {
  usage: `validate <dir> [--strict]
      All faults of a directory of offline configuration, each with file and place. Exit code 0: an offline relay serves it;
      1: it has faults. Warnings tell what is probably not meant; with --strict they are faults.`,
  takes: 1,
  options: { strict: { type: 'boolean' } },
  async run({ positionals: [directory = ''], options }) {
    const { environments, faults } = await readDirectory(directory);
    const faultLines = faults.map(faultText);
    const warnings = environments.flatMap(review);
    const counts = environments.map(({ config, targets }) => ({ id: config.id, flags: config.featureConfigs.length, segments: config.segments.length, keys: config.authKeys.length, targets: targets.length }));
    const isValid = faults.length === 0 && (options['strict'] !== true || warnings.length === 0);
    const lines = [
      ...faultLines,
      ...warnings.map((warning) => `warning: ${warning}`),
      ...counts.map(({ id, flags, segments, keys, targets }) => `environment ${id}: ${flags} flags, ${segments} groups, ${keys} keys, ${targets} targets`),
      isValid ? 'valid' : `not valid: ${faults.length} faults, ${warnings.length} warnings`,
    ];
    return { code: isValid ? 0 : 1, lines, json: { valid: isValid, faults: faultLines, warnings, environments: counts } };
  },
};
