import { cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

/** Copies the build within the project, so that another build meanwhile does not take it away. Answers the copy's path. */
export function takeBuild() {
  const built = join(process.cwd(), 'dist');
  if (!existsSync(join(built, 'main.js'))) throw new Error('There is no build to try. Run `npm run build` first.');
  const parent = join(process.cwd(), '.acceptance');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'build-'));
  cpSync(built, join(folder, 'dist'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  return join(folder, 'dist');
}
