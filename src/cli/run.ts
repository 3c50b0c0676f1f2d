import { parseArgs } from 'node:util';
import type { Command, Outcome } from './command.js';

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  validate: async () => (await import('./validate.js')).validate,
  diff: async () => (await import('./diff.js')).diff,
  evaluate: async () => (await import('./evaluate.js')).evaluate,
  health: async () => (await import('./health.js')).health,
};

interface Written {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line: what it writes, and its exit code. A command is loaded when it is asked for: a health check has no time to lose. */
export async function run(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Written> {
  const [name = '', ...rest] = argv;
  if (['help', '--help', '-h'].includes(name)) return { code: 0, stdout: await usage(), stderr: '' };
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return misused(name === '' ? 'expected a command' : `there is no such command: ${name}`);
  const command = await load();
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options: { ...command.options, json: { type: 'boolean' } }, allowPositionals: true });
    if (positionals.length !== command.takes) return misused(`${name}: expected ${command.takes} arguments beside options, not ${positionals.length}`);
    return written(await command.run({ positionals, options: values, env }), values['json'] === true);
  } catch (error) {
    return misused(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function written({ code, lines, json }: Outcome, asJson: boolean): Written {
  const text = asJson ? `${JSON.stringify(json, undefined, 2)}\n` : lines.map((line) => `${line}\n`).join('');
  return code === 2 && !asJson ? { code, stdout: '', stderr: text } : { code, stdout: text, stderr: '' };
}

async function misused(problem: string): Promise<Written> {
  return { code: 2, stdout: '', stderr: `${problem}\n\n${await usage()}` };
}

async function usage(): Promise<string> {
  const each = await Promise.all(Object.values(commands).map(async (load) => `  ff-relay ${(await load()).usage}\n`));
  return `Usage:\n${each.join('')}\nWith --json the result is JSON. Exit code 2: the command line or a directory it needs is not sound.\n`;
}
