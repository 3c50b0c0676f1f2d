import { parseArgs } from 'node:util';

interface SoakOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly scenes: readonly ('single' | 'fleet')[];
}

/** Throws for what it does not know. */
export function readOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '1200' }, seed: { type: 'string' }, scene: { type: 'string' } },
  });
  const seconds = Number(values.seconds);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  if (!Number.isInteger(seconds) || seconds < 1 || !Number.isInteger(seed)) throw new Error('--seconds and --seed take whole numbers');
  if (values.scene === undefined) return { seconds, seed, scenes: ['single', 'fleet'] };
  if (values.scene !== 'single' && values.scene !== 'fleet') throw new Error('--scene takes single or fleet');
  return { seconds, seed, scenes: [values.scene] };
}
