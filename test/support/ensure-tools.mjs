import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Installs what is missing where that is allowed, else says what to install.
 * @param {Record<string, string>} tools programs, and the Debian packages that have them
 */
export function ensureTools(tools) {
  // Daemons are not on everybody's path.
  process.env.PATH = [process.env.PATH, '/usr/sbin', '/usr/local/go/bin'].join(delimiter);
  const missing = Object.entries(tools).filter(([program]) => !isOnPath(program));
  if (missing.length === 0) return;
  const names = missing.map(([program]) => program).join(', ');
  if (!mayInstall()) throw new Error(`These tests need ${names}. Install the Debian packages: ${missing.map(([, name]) => name).join(' ')}.`);
  execFileSync('scripts/install-missing.sh', missing.map((pair) => pair.join('=')), { stdio: 'inherit' });
}

function mayInstall() {
  return isOnPath('apt-get') && (process.env.CI === 'true' || process.getuid?.() === 0);
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
