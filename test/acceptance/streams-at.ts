const openStreams = /^ff_relay_sdk_streams_open (\d+)$/m;

/** How many SDK streams are open at a relay. */
export async function streamsAt(url: string): Promise<number> {
  const exposition = await (await fetch(`${url}/metrics`)).text();
  return Number(openStreams.exec(exposition)?.[1] ?? 0);
}
