import { readFileSync } from 'node:fs';
import { settingsTable } from '../src/config/settings-table.js';

describe('README.md', () => {
  const readme = readFileSync('README.md', 'utf8');

  it('has the table of settings as the code has it', () => {
    expect(readme).toContain(settingsTable().trim());
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);

    expect(named.length).toBeGreaterThan(0);
    for (const name of ['test', ...named]) expect(Object.keys(scripts)).toContain(name);
  });
});
