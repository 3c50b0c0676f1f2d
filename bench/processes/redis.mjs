import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../scripts/image/free-port.mjs';
import { cores } from './cores.mjs';

/** A redis-server on the core of the load: what it uses is not counted among what a relay uses. */
export async function startRedis() {
  ensureInstalled();
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn('taskset', ['-c', String(cores.load), 'redis-server', ...args], { stdio: 'ignore' });
  await untilListening(port);
  return {
    address: `127.0.0.1:${port}`,
    signal: (name) => child.kill(name),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function untilListening(port) {
  for (const end = Date.now() + 10_000; Date.now() < end; await delay(20)) {
    const socket = createConnection(port, '127.0.0.1');
    const [isThere] = await Promise.race([once(socket, 'connect').then(() => [true]), once(socket, 'close').then(() => [false])]).catch(() => [false]);
    socket.destroy();
    if (isThere) return;
  }
  throw new Error('redis-server does not listen');
}

function ensureInstalled() {
  const isInstalled = () => spawnSync('redis-server', ['--version']).error === undefined;
  if (!isInstalled() && process.getuid?.() === 0) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', 'redis-server'], { stdio: 'ignore' });
  }
  if (!isInstalled()) throw new Error('redis-server is missing: apt-get install redis-server');
}
