import { relayChangeOf } from './relay-change-of.js';

const flag = { domain: 'flag', event: 'patch', environment: 'e', identifier: 'f', version: 2 };

describe('a message of the SaaS stream', () => {
  it.each([
    [{ ...flag, apiKey: '', environments: null }, flag],
    [{ ...flag, event: 'create' }, { ...flag, event: 'create' }],
    [{ ...flag, event: 'delete', domain: 'target-segment' }, { ...flag, event: 'delete', domain: 'target-segment' }],
    [{ ...flag, version: '7' }, { ...flag, version: 7 }],
    [{ ...flag, version: 7.9 }, { ...flag, version: 7 }],
    [{ ...flag, version: undefined }, { ...flag, version: 0 }],
    [{ ...flag, version: 'seven' }, { ...flag, version: 0 }],
    [{ ...flag, version: 1e300 }, { ...flag, version: 0 }],
    [{ domain: 'proxy', event: 'proxyKeyDeleted' }, { domain: 'proxy', event: 'proxyKeyDeleted' }],
    [
      { domain: 'proxy', event: 'environmentsAdded', environments: ['a', 7, 'b'] },
      { domain: 'proxy', event: 'environmentsAdded', environments: ['a', 'b'] },
    ],
    [
      { domain: 'proxy', event: 'environmentsRemoved', environments: ['a'] },
      { domain: 'proxy', event: 'environmentsRemoved', environments: ['a'] },
    ],
    [
      { domain: 'proxy', event: 'apiKeyAdded', environments: ['a'], apiKey: 'AB12' },
      { domain: 'proxy', event: 'apiKeyAdded', environment: 'a', authKey: 'ab12' },
    ],
    [
      { domain: 'proxy', event: 'apiKeyRemoved', environments: ['a'], apiKey: 'ab12' },
      { domain: 'proxy', event: 'apiKeyRemoved', environment: 'a', authKey: 'ab12' },
    ],
  ])('%j becomes a change', (message, change) => {
    expect(relayChangeOf(JSON.stringify(message))).toEqual(change);
  });

  it.each([
    'not JSON',
    'null',
    '[]',
    '{}',
    '{"domain":"weather","event":"patch","environment":"e","identifier":"f"}',
    '{"domain":"flag","event":"rename","environment":"e","identifier":"f"}',
    '{"domain":"flag","event":"patch","identifier":"f"}',
    '{"domain":"flag","event":"patch","environment":"e"}',
    '{"domain":"flag","event":"patch","environment":"e","identifier":""}',
    '{"domain":"proxy"}',
    '{"domain":"proxy","event":"environmentsAdded","environments":null}',
    '{"domain":"proxy","event":"environmentsRemoved","environments":[]}',
    '{"domain":"proxy","event":"apiKeyAdded","environments":["a"],"apiKey":""}',
    '{"domain":"proxy","event":"apiKeyRemoved","apiKey":"ab12"}',
  ])('%s is not understood', (data) => {
    expect(relayChangeOf(data)).toBeUndefined();
  });
});
