import type { OfflineEnvironment } from '../adapters/files/reading/offline-environment.js';
import { decodeTarget } from '../evaluation/index.js';
import type { Target } from '../kernel/target.js';
import { EnvironmentSnapshot } from '../read-model/environment-snapshot.js';
import type { Arguments, Command, Outcome } from './command.js';
import { Explanation } from './explain.js';
import { readSound } from './read-sound.js';

/** What a target would get, and why. */
export const evaluate: Command = {
  usage: `evaluate <dir> --target <identifier or JSON> [--flag <identifier>]… [--environment <id>] [--no-and-rules]
      What the flags serve a target, and why. A bare identifier has the attributes that targets.json knows. --environment is
      needed where there are several. Exit code 0: evaluated; 1: a flag is not there, or serves nothing.`,
  takes: 1,
  options: { target: { type: 'string' }, flag: { type: 'string', multiple: true }, environment: { type: 'string' }, 'no-and-rules': { type: 'boolean' } },
  async run(given) {
    const environments = await readSound(given.positionals[0] ?? '');
    if ('code' in environments) return environments;
    const environment = chosen(environments, given.options['environment']);
    if (typeof environment === 'string') return failed(environment);
    const target = targetIn(given.options['target'], environment);
    if (typeof target === 'string') return failed(target);
    return evaluated(environment, target, given);
  },
};

function evaluated({ config }: OfflineEnvironment, target: Target, { options }: Arguments): Outcome {
  const andRules = options['no-and-rules'] !== true;
  const problems: string[] = [];
  const snapshot = new EnvironmentSnapshot(config, { andRules, onProblem: (_, { message }) => problems.push(message) });
  const explanation = new Explanation(snapshot, target, andRules);
  const asked = Array.isArray(options['flag']) ? options['flag'].map(String) : config.featureConfigs.map(({ identifier }) => identifier);
  const results = asked.map((flag) => {
    const evaluation = snapshot.evaluation.evaluate(flag, target);
    if (!evaluation) return { flag, problem: snapshot.evaluation.has(flag) ? (problems.pop() ?? 'serves nothing') : 'there is no such flag' };
    const { identifier, value, kind, reason } = evaluation;
    return { flag, variation: identifier, value, kind, reason, why: explanation.of(evaluation) };
  });
  const lines = results.map((result) => ('problem' in result ? `${result.flag}: ${result.problem}` : `${result.flag} = ${result.value} (${result.variation}): ${result.why}`));
  return { code: results.some((result) => 'problem' in result) ? 1 : 0, lines, json: { environment: config.id, target, results } };
}

function chosen(environments: readonly OfflineEnvironment[], id: unknown): OfflineEnvironment | string {
  const ids = environments.map(({ config }) => config.id).join(', ');
  if (id === undefined) return environments.length === 1 && environments[0] ? environments[0] : `--environment: expected one of ${ids}`;
  return environments.find(({ config }) => config.id === id) ?? `--environment: expected one of ${ids}`;
}

function targetIn(text: unknown, { targets }: OfflineEnvironment): Target | string {
  if (typeof text !== 'string' || text === '') return '--target: expected an identifier, or a target as JSON';
  if (!text.startsWith('{')) return targets.find(({ identifier }) => identifier === text) ?? { identifier: text, name: '', attributes: {} };
  try {
    return decodeTarget(JSON.parse(text)) ?? '--target: the JSON is no target';
  } catch {
    return '--target: expected JSON after {';
  }
}

function failed(problem: string): Outcome {
  return { code: 2, lines: [problem], json: { problem } };
}
