// Loaded into the relay before its own code: answers how much memory it holds once nothing is left to collect.
process.on('message', (message) => {
  if (message.kind !== 'memory') return;
  globalThis.gc();
  globalThis.gc();
  process.send({ kind: 'memory', ...process.memoryUsage() });
});
process.channel.unref();
