import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const sources = ['naive-evaluation', 'naive-attribute-text', 'naive-bucket'];

/** The naive evaluation of the tests, compiled on the spot: it has no build of its own. */
export async function loadNaive(root) {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'naive-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const name of sources) {
      const source = readFileSync(join(root, 'test/evaluation', `${name}.ts`), 'utf8');
      const { code } = transformSync(source, { module: { type: 'es6' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } } });
      writeFileSync(join(folder, `${name}.js`), code);
    }
    return await import(pathToFileURL(join(folder, 'naive-evaluation.js')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
