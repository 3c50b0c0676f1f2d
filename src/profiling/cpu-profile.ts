import { setTimeout as delay } from 'node:timers/promises';

/** Samples this process for so long, or until `stopping`: the JSON that the tools of Chrome and VS Code open as `.cpuprofile`. */
export async function cpuProfile(seconds: number, stopping: AbortSignal): Promise<string> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await delay(seconds * 1000, undefined, { signal: stopping }).catch(() => undefined);
    const { profile } = await session.post('Profiler.stop');
    return JSON.stringify(profile);
  } finally {
    session.disconnect();
  }
}
