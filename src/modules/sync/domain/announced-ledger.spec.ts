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

  it('lacks the end of what was shown for a moment, of which nobody was told', () => {
    const [held, shown] = [holding([item('a', 5)], [item('g', 5)]), holding([item('a', 5), item('b', 3)], [item('g', 5), item('h', 1)])];

    ledger.shows(held, shown);
    expect([ledger.hasShown(change('delete', 'b', 4)), ledger.hasShown(change('delete', 'a', 6)), ledger.hasShown(change('delete', 'b', 4, 'target-segment'))]).toEqual([true, false, false]);

    expect(ledger.untold(held)).toEqual([change('delete', 'b', 4), change('delete', 'h', 2, 'target-segment')]);
    expect(ledger.untold(held)).toEqual([]);
    expect(ledger.hasShown(change('delete', 'b', 4))).toBe(false);
  });

  it('names once what was shown and is there still', () => {
    const shown = holding([item('a', 5), item('b', 3)], [item('g', 5)]);
    ledger.shows(holding([item('a', 5)], [item('g', 5)]), shown);

    expect(ledger.untold(shown)).toEqual([change('create', 'b', 3)]);
  });

  it('lacks the end of what began anew, when that goes unheard after the end of its former life was told', () => {
    const anew = holding([item('a', 7)], [item('g', 5)]);
    ledger.note(change('delete', 'a', 6), anew);
    expect(ledger.hasShown(change('delete', 'a', 8))).toBe(true);

    expect(ledger.untold(holding([], [item('g', 5)]))).toEqual([change('delete', 'a', 8)]);
  });

  it.each(['create', 'delete'] as const)('knows nothing more of what was shown once its %s is told', (event) => {
    const held = holding([item('a', 5)], [item('g', 5)]);
    ledger.shows(held, holding([item('a', 5), item('b', 3)], [item('g', 5)]));

    ledger.note(change(event, 'b', 3), held);

    expect(ledger.hasShown(change('delete', 'b', 4))).toBe(false);
    expect(ledger.untold(held)).toEqual([]);
  });
});
