import { NeverLeader } from './never-leader.js';

describe('NeverLeader', () => {
  it('is no candidate, and does not lead when it campaigns', async () => {
    const leadership = new NeverLeader();
    let isLeading = false;

    leadership.campaign(async () => {
      isLeading = true;
    });
    await leadership.resign();

    expect(leadership.isCandidate).toBe(false);
    expect(isLeading).toBe(false);
  });
});
