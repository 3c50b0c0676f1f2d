import type { Command } from './command.js';
import { differences, type Difference } from './differences.js';
import { readSound } from './read-sound.js';

const signs = { added: '+', removed: '-', changed: '~' } as const;

/** Compares two directories: what an update would change. */
export const diff: Command = {
  usage: `diff <dirA> <dirB>
      Environments, flags, groups and keys that dirB has more, less or other than dirA. Exit code 0: none; 1: some.`,
  takes: 2,
  options: {},
  async run({ positionals: [one = '', other = ''] }) {
    const before = await readSound(one);
    if ('code' in before) return before;
    const after = await readSound(other);
    if ('code' in after) return after;
    const found = differences(before, after);
    return { code: found.length === 0 ? 0 : 1, lines: found.map(lineOf), json: { differences: found } };
  },
};

function lineOf({ environment, kind, change, identifier, fields = [], versions }: Difference): string {
  const place = kind === 'environment' ? identifier : `${environment} ${identifier}`;
  if (!versions) return `${signs[change]} ${kind} ${place}`;
  const [before, after] = versions;
  const warning = after > before ? '' : ' (the version did not rise: server SDKs that run keep what they have)';
  return `${signs[change]} ${kind} ${place}: ${fields.join(', ')}${warning}`;
}
