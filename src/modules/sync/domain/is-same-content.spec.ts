import type { EnvironmentConfig } from '../../../kernel/configuration.js';
import { isSameContent } from './is-same-content.js';

const item = (identifier: string, json = `{"v":"${identifier}"}`) => ({ identifier, version: 1, json });
const config = (more: Partial<EnvironmentConfig> = {}): EnvironmentConfig => ({ id: 'e', featureConfigs: [item('a'), item('b')], segments: [item('s')], authKeys: ['k'], ...more });

describe('the content of two environments', () => {
  it('is the same whatever holds it', () => {
    expect(isSameContent(config(), config({ revisions: { featureConfigs: ['x'], segments: [], authKeys: [] } }))).toBe(true);
  });

  it.each<[string, Partial<EnvironmentConfig>]>([
    ['another flag', { featureConfigs: [item('a'), item('c')] }],
    ['another text', { featureConfigs: [item('a'), item('b', '{}')] }],
    ['another order', { featureConfigs: [item('b'), item('a')] }],
    ['one more', { featureConfigs: [item('a'), item('b'), item('c')] }],
    ['no group', { segments: [] }],
    ['another key', { authKeys: ['l'] }],
    ['another name', { id: 'f' }],
  ])('is not with %s', (_, more) => {
    expect(isSameContent(config(), config(more))).toBe(false);
  });
});
