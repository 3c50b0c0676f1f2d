import { flagsOf } from './flags-of.js';
import type { GivenSetting } from './given-setting.js';
import type { Setting } from './setting.js';

interface FromArguments {
  readonly given: readonly GivenSetting[];
  readonly faults: readonly string[];
}

/**
 * What the command line gives, by the rules of Go's flag package: one dash or two, `--flag=v` or `--flag v`, a boolean never takes
 * the next argument.
 */
export function fromArguments(known: readonly Setting<unknown>[], argv: readonly string[]): FromArguments {
  const byFlag = new Map(known.flatMap((setting) => flagsOf(setting).map((flag) => [flag, setting])));
  const given: GivenSetting[] = [];
  const faults: string[] = [];

  for (let position = 0; position < argv.length; position += 1) {
    const { flag, value } = split(argv[position] ?? '');
    const setting = byFlag.get(flag ?? '');
    if (setting === undefined) {
      faults.push(unknown(flag, position));
      // The argument after an unknown flag may well be its value: one mistake, one fault.
      if (flag !== undefined && value === undefined && !argv[position + 1]?.startsWith('-')) position += 1;
      continue;
    }
    const name = `${setting.variable} (--${flag})`;
    if (value !== undefined) given.push({ setting, name, text: value });
    else if (setting.kind.isSwitch) given.push({ setting, name, text: 'true' });
    else if (position + 1 === argv.length) faults.push(`${name}: expected ${setting.kind.expects}`);
    else {
      position += 1;
      given.push({ setting, name, text: argv[position] ?? '' });
    }
  }
  return { given, faults };
}

function split(argument: string): { readonly flag?: string; readonly value?: string } {
  const [, flag, value] = /^--?([^-=][^=]*)(?:=([^]*))?$/.exec(argument) ?? [];
  return { ...(flag !== undefined && { flag }), ...(value !== undefined && { value }) };
}

/** A stray argument may be a secret, even one with dashes: only what looks like the name of a flag is repeated. */
function unknown(flag: string | undefined, position: number): string {
  if (flag === undefined) return `argument ${position + 1}: expected a flag, as in --port=8000`;
  return /^[a-z-]{1,40}$/i.test(flag) ? `--${flag}: there is no such flag` : `argument ${position + 1}: there is no such flag`;
}
