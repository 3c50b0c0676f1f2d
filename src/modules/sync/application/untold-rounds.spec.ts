import { ReadModel } from '../../../read-model/read-model.js';
import { UntoldRounds } from './untold-rounds.js';

const holding = (id: string, version: number) => ({ id, featureConfigs: [{ identifier: 'flag', version, json: `{"feature":"flag","version":${version}}` }], segments: [], authKeys: [] });

describe('rounds that look for what was not told', () => {
  let readModel: ReadModel;
  let told: string[];
  let rounds: UntoldRounds;

  beforeEach(() => {
    readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
    told = [];
    rounds = new UntoldRounds(readModel, (environment) => told.push(environment));
    readModel.install(holding('one', 1));
    readModel.install(holding('two', 1));
  });

  it('leave a round to what has changed, even when it changes again', async () => {
    await rounds.round();
    expect(told).toEqual([]);

    readModel.install(holding('two', 2));
    await rounds.round();
    expect(told).toEqual(['one', 'two']);
  });

  it('pass by what stays as it is', async () => {
    for (let round = 0; round < 5; round += 1) await rounds.round();

    expect(told).toEqual(['one', 'two']);
  });

  it('look again at what was doubted or has changed, and at nothing else', async () => {
    for (let round = 0; round < 2; round += 1) await rounds.round();
    told.length = 0;

    rounds.doubt('one');
    for (let round = 0; round < 3; round += 1) await rounds.round();

    expect(told).toEqual(['one']);
  });

  it('forget environments that are gone', async () => {
    for (let round = 0; round < 2; round += 1) await rounds.round();
    readModel.remove('one');
    await rounds.round();
    told.length = 0;

    readModel.install(holding('one', 1));
    for (let round = 0; round < 2; round += 1) await rounds.round();

    expect(told).toEqual(['one']);
  });
});
