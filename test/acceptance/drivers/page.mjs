// The code of a page with the JavaScript client SDK, which is the global HarnessFFSDK. A client belongs to one target:
// a few are kept open, since a browser allows six connections to one host and every client's stream holds one.
const maxClients = 2;
const clients = new Map();
let settings;

globalThis.setUp = (given) => {
  settings = given;
};

globalThis.ask = async ({ flag, target, fallback, reads }) => {
  const client = await clientFor(target);
  let value;
  for (let read = 0; read < reads; read += 1) value = client.variation(flag, fallback);
  return value;
};

globalThis.closeAll = () => {
  for (const opening of clients.values()) void opening.then((client) => client.close());
  clients.clear();
};

function clientFor(target) {
  const key = JSON.stringify(target);
  const opening = clients.get(key) ?? open(target);
  // Kept in the order of their latest use.
  clients.delete(key);
  clients.set(key, opening);
  if (clients.size > maxClients) closeOldest();
  return opening;
}

function open(target) {
  const { Event, initialize } = globalThis.HarnessFFSDK;
  const client = initialize(settings.sdkKey, target, { baseUrl: settings.url, eventUrl: settings.url });
  return new Promise((resolve, reject) => {
    client.on(Event.READY, () => resolve(client));
    client.on(Event.ERROR_AUTH, reject);
  });
}

function closeOldest() {
  const [key, opening] = clients.entries().next().value;
  clients.delete(key);
  void opening.then((client) => client.close());
}
