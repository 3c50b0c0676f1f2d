import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ICruiseResult } from 'dependency-cruiser';

const root = process.cwd();
const isSpec = (path: string): boolean => path.endsWith('.spec.ts');

/** One offence against each rule: the file that commits it, and its text. */
const offences: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'kernel-is-pure': ['src/kernel/planted.ts', "import 'node:fs';"],
  'evaluation-is-pure': ['src/evaluation/planted.ts', "import '@nestjs/common';"],
  'domain-is-pure': ['src/modules/planted/domain/planted.ts', "import '../../../ports/cache.port.js';"],
  'read-model-knows-the-engine-only': ['src/read-model/planted.ts', "import '../ports/cache.port.js';"],
  'ports-speak-domain': ['src/ports/planted.port.ts', "import 'fastify';"],
  'application-knows-ports-not-adapters': ['src/modules/planted/application/planted.ts', "import 'fastify';"],
  'http-drives-application': ['src/modules/planted/http/planted.controller.ts', "import '../../../ports/cache.port.js';"],
  'modules-meet-at-their-index': ['src/modules/planted/planted.module.ts', "import '../other/application/inner.js';"],
  'outsiders-enter-by-the-index': ['src/planted-outsider.ts', "import './modules/other/application/inner.js';"],
  'foundations-know-no-module': ['src/http/planted.ts', "import '../modules/other/index.js';"],
  'adapters-are-named-once': ['src/planted.module.ts', "import './adapters/planted/inner.js';"],
  'command-line-tool-reads-files': ['src/cli/planted.ts', "import '../modules/other/index.js';"],
  'adapters-are-islands': ['src/adapters/island/planted.ts', "import '../planted/inner.js';"],
  'redis-stays-home': ['src/adapters/planted/planted-redis.ts', "import 'ioredis';"],
  'saas-stays-home': ['src/http/planted-client.ts', "import 'undici';"],
  'opentelemetry-stays-home': ['src/http/planted-span.ts', "import '@opentelemetry/api';"],
  'tracing-is-loaded-when-wanted': ['src/planted-tracing.ts', "import './tracing/open-telemetry.js';"],
  'src-never-imports-test': ['src/planted-test.ts', "import '../test/planted.js';"],
  'no-dev-dependencies': ['src/planted-dev.ts', "import 'fast-check';"],
  'no-undeclared-packages': ['src/planted-package.ts', "import 'avvio';"],
  'no-unresolvable': ['src/planted-missing.ts', "import './nowhere.js';"],
  'no-cycles': ['src/planted-cycle-a.ts', "import './planted-cycle-b.js';"],
  'no-orphans': ['src/planted-orphan.ts', 'export const planted = true;'],
  'no-dead-code': ['src/planted-dead.ts', "import './kernel/target.js';"],
};

/** What the offences import, harmless in itself. */
const bystanders: Readonly<Record<string, string>> = {
  'src/main.ts': 'export {};',
  'src/modules/other/application/inner.ts': 'export {};',
  'src/modules/other/index.ts': "export * from './application/inner.js';",
  'src/adapters/planted/inner.ts': 'export {};',
  'src/planted-cycle-b.ts': "import './planted-cycle-a.js';",
  'test/planted.ts': 'export {};',
};

describe('the architecture', () => {
  it('has no import against its rules', async () => {
    const { summary } = await cruise(root);

    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  }, 60_000);

  // With an unsuited TypeScript the cruise sees nothing, and finds no fault with it.
  it('is seen whole by the cruise', async () => {
    const { modules } = await cruise(root);

    const product = modules.map(({ source }) => source).filter((source) => source.startsWith('src/') && !isSpec(source));

    expect(product.length).toBeGreaterThan(60);
  }, 60_000);
});

describe('a copy of the tree with one offence against each rule', () => {
  let copy = '';
  let result: ICruiseResult;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'relay-architecture-'));
    await copyTree(copy);
    const planted = [...Object.values(offences), ...Object.entries(bystanders)];
    await Promise.all(planted.map(([file, text]) => plant(join(copy, file), text)));
    result = await cruise(copy);
  }, 60_000);

  afterAll(() => rm(copy, { recursive: true, force: true }));

  it('holds an offence for every rule there is', () => {
    const rules = result.summary.ruleSetUsed?.forbidden?.map(({ name }) => name) ?? [];

    expect(new Set(rules)).toEqual(new Set(Object.keys(offences)));
  });

  it.each(Object.entries(offences))('breaks the rule %s, and the cruise says where', (rule, [file]) => {
    const reported = result.summary.violations.filter((violation) => violation.rule.name === rule).map(({ from }) => from);

    expect(reported).toContain(file);
  });
});

async function copyTree(to: string): Promise<void> {
  await cp(join(root, 'src'), join(to, 'src'), { recursive: true, filter: (source) => !isSpec(source) });
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) await cp(join(root, file), join(to, file));
  await symlink(join(root, 'node_modules'), join(to, 'node_modules'));
}

async function plant(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** A process of its own: dependency-cruiser is an ESM package, Jest runs CommonJS. */
async function cruise(directory: string): Promise<ICruiseResult> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
  const options = { cwd: directory, maxBuffer: 64 * 1024 * 1024, timeout: 55_000 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return JSON.parse(stdout);
}
