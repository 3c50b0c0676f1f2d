import { environment as engineEnvironment } from '../engine/environment.mjs';

/** An environment whose list of flags, and of groups, has about this many bytes. */
export function environmentOfSize(name, bytes) {
  const { flags, segments } = engineEnvironment({ flagCount: 400, segmentCount: 200 });
  return named(name, firstOf(flags, bytes), firstOf(segments, bytes));
}

export function environmentOfFlags(name, flagCount) {
  const { flags, segments, targets } = engineEnvironment({ flagCount });
  return { ...named(name, flags, segments), targets };
}

function named(name, flags, segments) {
  const place = { environment: name, project: 'bench' };
  return {
    id: `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`,
    sdkKeys: [`sdk-key-${name}`],
    flags: flags.map((flag) => ({ ...flag, ...place })),
    segments: segments.map((segment) => ({ ...segment, ...place })),
  };
}

/** Of small and large items alike, the ones that come nearest to the wanted size without staying below it. */
function firstOf(items, bytes) {
  const taken = [];
  let size = 2;
  for (const item of items.toSorted((a, b) => sizeOf(a) - sizeOf(b)).slice(items.length / 3)) {
    if (size >= bytes) break;
    taken.push(item);
    size += sizeOf(item);
  }
  return taken;
}

function sizeOf(item) {
  return JSON.stringify(item).length + 40;
}
