import { readdir, readFile, readlink } from 'node:fs/promises';

/** Where a process is connected to, or is trying to be, over TCP or UDP: `address:port` of the far sides whose near side nobody listens on. */
export async function outboundConnections(pid: number): Promise<readonly string[]> {
  const inodes = await socketsOf(pid);
  const tables = await Promise.all(['tcp', 'tcp6', 'udp', 'udp6'].map(async (table) => rowsOf(await readFile(`/proc/${pid}/net/${table}`, 'utf8'))));
  const own = tables.flat().filter(({ inode }) => inodes.has(inode));
  const listening = new Set(own.filter(({ state }) => state === listen).map(({ local }) => portOf(local)));
  return own
    .filter(({ local, remote }) => portOf(remote) !== 0 && !listening.has(portOf(local)))
    .map(({ remote }) => `${remote.endsWith('0100007F', remote.indexOf(':')) ? '127.0.0.1' : remote.split(':')[0]}:${portOf(remote)}`);
}

const listen = '0A';

interface Row {
  readonly local: string;
  readonly remote: string;
  readonly state: string;
  readonly inode: string;
}

function rowsOf(table: string): readonly Row[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 9)
    .map(([, local = '', remote = '', state = '', , , , , , inode = '']) => ({ local, remote, state, inode }));
}

function portOf(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}

async function socketsOf(pid: number): Promise<ReadonlySet<string>> {
  const files = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}
