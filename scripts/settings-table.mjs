// Writes the table of settings into README.md from the one in src/config. Usage: npm run settings
import { readFile, writeFile } from 'node:fs/promises';
import { settingsTable } from '../dist/config/settings-table.js';

const readme = new URL('../README.md', import.meta.url);
const text = await readFile(readme, 'utf8');
await writeFile(readme, text.replace(/(<!-- settings -->\n)[^]*(<!-- \/settings -->)/, (_all, start, end) => `${start}${settingsTable()}\n${end}`));
