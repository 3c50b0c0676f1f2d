// Usage: node check.mjs <root of the image's file system> <what buildah says of it, as a JSON file>
import { readFile } from 'node:fs/promises';
import { Checklist } from './checklist.mjs';
import { checkContent } from './content-checks.mjs';
import { checkRuntime } from './runtime-checks.mjs';

const [root, inspection] = process.argv.slice(2);
const { Docker } = JSON.parse(await readFile(inspection, 'utf8'));
const image = { root, config: Docker.config };
const checklist = new Checklist();

await checkContent(checklist, image);
await checkRuntime(checklist, image);

console.log(checklist.summary('image'));
process.exitCode = checklist.isClean ? 0 : 1;
