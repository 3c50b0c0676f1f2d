import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentConfig } from '../../../kernel/configuration.js';
import { AnnouncedLedger } from './announced-ledger.js';

const item = (identifier: string, version: number): ConfigItem => ({ identifier, version, json: JSON.stringify({ identifier, version }) });
const holding = (featureConfigs: ConfigItem[], segments: ConfigItem[] = []): EnvironmentConfig => ({ id: 'e', featureConfigs, segments, authKeys: [] });
const change = (event: ConfigurationChange['event'], identifier: string, version: number, domain: ConfigurationChange['domain'] = 'flag') =>
  ({ domain, event, environment: 'e', identifier, version }) satisfies ConfigurationChange;

describe('what SDKs were told of', () => {
  let ledger: AnnouncedLedger;

  beforeEach(() => {
    ledger = new AnnouncedLedger();
    ledger.begin(holding([item('a', 5)], [item('g', 5)]));
  });

  it('is everything an environment began with', () => {
    expect(ledger.untold(holding([item('a', 5)], [item('g', 5)]))).toEqual([]);
  });

  it('shows what came without a word, once', () => {
    expect(ledger.untold(holding([item('a', 6), item('b', 1)]))).toEqual([change('patch', 'a', 6), change('create', 'b', 1), change('delete', 'g', 6, 'target-segment')]);
    expect(ledger.untold(holding([item('a', 6), item('b', 1)]))).toEqual([]);
  });

  it('holds what was told since', () => {
    ledger.note(change('patch', 'a', 6), holding([item('a', 6)], [item('g', 5)]));

    expect(ledger.untold(holding([item('a', 6)], [item('g', 5)]))).toEqual([]);
  });

  it('lacks the creation after a deletion that alone was told', () => {
    ledger.note(change('delete', 'a', 5), holding([item('a', 1)], [item('g', 5)]));

    expect(ledger.untold(holding([item('a', 1)], [item('g', 5)]))).toEqual([change('create', 'a', 1)]);
  });

  it.each(['flag', 'target-segment'] as const)('asks for a deletion before a %s that is created anew, when that was never told', (domain) => {
    const identifier = domain === 'flag' ? 'a' : 'g';
    const anew = holding([item('a', 2)], [item('g', 2)]);

    expect(ledger.before(change('create', identifier, 2, domain), anew)).toEqual([change('delete', identifier, 6, domain)]);
  });

  it('asks for nothing before an event that is behind what is held, nor before one without a version', () => {
    expect(ledger.before(change('patch', 'a', 3), holding([item('a', 7)]))).toEqual([]);
    expect(ledger.before(change('patch', 'a', 0), holding([item('a', 0)]))).toEqual([]);
    expect(ledger.before(change('delete', 'a', 3), holding([item('a', 2)]))).toEqual([]);
  });
});
