import { flagsOf } from './flags-of.js';
import type { GivenSetting } from './given-setting.js';
import type { Setting } from './setting.js';

interface FromArguments {
  readonly given: readonly GivenSetting[];
  readonly faults: readonly string[];
}

/**
 * What the command line gives, by the rules of Go's flag package: one dash or two, `--flag=v` or `--flag v`, a boolean never takes
 * the next argument. Arguments may hold secrets, so a fault tells the position of one that is not a known flag.
 */
export function fromArguments(known: readonly Setting<unknown>[], argv: readonly string[]): FromArguments {
  const byFlag = new Map(known.flatMap((setting) => flagsOf(setting).map((flag) => [flag, setting])));
  const given: GivenSetting[] = [];
  const faults: string[] = [];

  for (let position = 0; position < argv.length; position += 1) {
    const { flag, value } = split(argv[position] ?? '');
    const setting = byFlag.get(flag ?? '');
    if (setting === undefined) {
      faults.push(flag === undefined ? `argument ${position + 1}: expected a flag, as in --port=8000` : `--${flag}: there is no such flag`);
      // The argument after an unknown flag may well be its value: one mistake, one fault.
      if (flag !== undefined && value === undefined && !argv[position + 1]?.startsWith('-')) position += 1;
      continue;
    }
    const name = `${setting.variable} (--${flag})`;
    if (value !== undefined) given.push({ setting, name, text: value });
    else if (setting.kind.isSwitch) given.push({ setting, name, text: 'true' });
    else if (position + 1 < argv.length) given.push({ setting, name, text: argv[(position += 1)] ?? '' });
    else faults.push(`${name}: expected ${setting.kind.expects}`);
  }
  return { given, faults };
}

function split(argument: string): { readonly flag?: string; readonly value?: string } {
  const [, flag, value] = /^--?([^-=][^=]*)(?:=([^]*))?$/.exec(argument) ?? [];
  return { ...(flag !== undefined && { flag }), ...(value !== undefined && { value }) };
}
