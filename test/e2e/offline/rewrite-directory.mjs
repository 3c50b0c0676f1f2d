// Replaces a directory again and again, until it is killed: each version whole, with every item of it under the number of that version,
// and one more environment in odd ones. Usage: rewrite-directory.mjs <build> <directory> <environments>
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [build = '', directory = '', environments = ''] = process.argv.slice(2);
const { DirectoryArchive } = await import(pathToFileURL(resolve(build, 'adapters/files/writing/directory-archive.js')).href);
const archive = new DirectoryArchive(directory);

for (let version = 1; ; version += 1) {
  const items = (field) => Array.from({ length: 20 }, (_, index) => ({ identifier: `item-${index}`, version, json: JSON.stringify({ [field]: `item-${index}`, version }) }));
  const count = Number(environments) + (version % 2);
  const all = Array.from({ length: count }, (_, index) => ({
    config: { id: `environment-${index}`, featureConfigs: items('feature'), segments: items('identifier'), authKeys: [String(index).repeat(64)] },
    targets: [],
  }));
  await archive.prepare();
  await archive.replace(all);
  process.stdout.write(`${version}\n`);
}
