// The code of a page with the JavaScript client SDK, which is the global HarnessFFSDK. A client belongs to one target:
// asking for another one closes it, since every client holds a stream and a browser allows six connections to one host.
let settings;
let current;

globalThis.setUp = (given) => {
  settings = given;
};

globalThis.ask = async ({ flag, target, fallback, reads }) => {
  const client = await clientFor(target);
  let value;
  for (let read = 0; read < reads; read += 1) value = client.variation(flag, fallback);
  return value;
};

globalThis.closeClient = () => {
  void current?.opening.then((client) => client.close());
  current = undefined;
};

function clientFor(target) {
  const key = JSON.stringify(target);
  if (current?.key !== key) {
    globalThis.closeClient();
    current = { key, opening: open(target) };
  }
  return current.opening;
}

function open(target) {
  const { Event, initialize } = globalThis.HarnessFFSDK;
  const client = initialize(settings.sdkKey, target, { baseUrl: settings.url, eventUrl: settings.url });
  return new Promise((resolve, reject) => {
    client.on(Event.READY, () => resolve(client));
    client.on(Event.ERROR_AUTH, reject);
  });
}
