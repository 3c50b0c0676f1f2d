import { describeLeadershipContract } from '../../../test/contract/leadership.contract.js';
import { RecordedLog } from '../../../test/support/recorded-log.js';
import { AlwaysLeader } from './always-leader.js';

describeLeadershipContract('AlwaysLeader', async () => new AlwaysLeader(new RecordedLog(), 1));
