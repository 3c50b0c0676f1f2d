import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { aWorld, bearer, type World } from '../../../../test/e2e/support/world.js';
import { aFeatureConfig } from '../../../../test/support/feature-config.builder.js';

const sdk = { environment: 'b9a1c6de-0d6b-4c39-94c6-7a2ff5c5a001', key: 'client-key' };
const letters = ['a', 'b', 'c', 'd', 'e'];
/** More than the operating system takes for a reader who does not read. */
const inTurn = [...letters, ...letters, ...letters, ...letters];
const valueOf = (letter: string) => letter.repeat(3_000);

const flags = Array.from({ length: 300 }, (_, index) =>
  aFeatureConfig({
    feature: `f${index}`,
    kind: 'string',
    variations: letters.map((letter) => ({ identifier: letter, value: valueOf(letter) })),
    rules: letters.map((letter, n) => ({ ruleId: letter, priority: n + 1, clauses: [{ id: 'c', attribute: 'identifier', op: 'equal', values: [letter], negate: false }], serve: { variation: letter } })),
    defaultServe: { variation: 'a' },
    offVariation: 'a',
  }),
);
const expected = (letter: string) => JSON.stringify(flags.map(({ feature }) => ({ flag: feature, identifier: letter, kind: 'string', value: valueOf(letter) })));

describe('large lists of evaluations', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld({ environments: [{ id: sdk.environment, sdkKeys: [sdk.key], flags }] })));
  afterAll(() => world.close());

  const path = (letter: string) => `/client/env/${sdk.environment}/target/${letter}/evaluations`;
  const askForAll = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(world.relay.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const { authorization } = bearer(sdk);
    for (const letter of inTurn) socket.write(`GET ${path(letter)} HTTP/1.1\r\nhost: relay\r\nauthorization: ${authorization}\r\n\r\n`);
    return socket;
  };
  const readAll = async (socket: Socket): Promise<string[]> => {
    let text = '';
    socket.setEncoding('latin1');
    for await (const chunk of socket) {
      text += String(chunk);
      if (!String(chunk).endsWith('}]')) continue;
      if (text.split('HTTP/1.1 200 OK').length > inTurn.length) break;
    }
    return text.split('HTTP/1.1 200 OK').slice(1).map((answer) => answer.slice(answer.indexOf('\r\n\r\n') + 4));
  };

  it('reach slow readers whole, whatever is answered to others or broken off in the meantime', async () => {
    const slow = await Promise.all([askForAll(), askForAll()]);
    const brokenOff = await Promise.all([askForAll(), askForAll()]);
    await Promise.all(brokenOff.map((socket) => once(socket, 'readable')));
    for (const socket of brokenOff) socket.destroy();

    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(letters.map((letter) => world.askAs(sdk, path(letter))));
      expect(answers.map(({ text }, index) => text === expected(letters[index] ?? ''))).toEqual(letters.map(() => true));
    }

    for (const socket of slow) expect((await readAll(socket)).map((text, index) => text === expected(inTurn[index] ?? ''))).toEqual(inTurn.map(() => true));
  });
});
