import { describeSaasClientContract } from '../../../../test/contract/saas-client.contract.js';
import { StandInSaas } from '../../../../test/saas/stand-in-saas.mjs';
import { anSdkKeysConnection } from '../../../../test/support/sdk-keys-connection.builder.js';
import { SdkKeysClient } from './sdk-keys-client.js';

const keyOf = (environment: string) => `key-of-${environment.replaceAll(' ', '-')}`;
const numbered = Array.from({ length: 25 }, (_, index) => `environment ${index}`);
// Every key that the contract may use; those that SaaS does not know yet are refused, and harm no other.
const keys = [...['standing', 'one', 'two', 'other', 'late', ...numbered].map(keyOf), 'first-key', 'a-key', 'other-key'];

describeSaasClientContract('SdkKeysClient', async () => {
  const saas = await StandInSaas.start();
  const connection = anSdkKeysConnection(saas, keys);
  const held: [string, readonly string[]][] = [['standing', [keyOf('standing')]]];
  saas.addEnvironment({ id: 'standing', sdkKeys: [keyOf('standing')] });
  return {
    client: new SdkKeysClient(connection),
    upstream: {
      addEnvironment: (content) => {
        const sdkKeys = content.sdkKeys ?? [keyOf(content.id)];
        held.push([content.id, sdkKeys]);
        saas.addEnvironment({ ...content, sdkKeys });
      },
      putFlag: (environment, flag) => void saas.putFlag(environment, flag),
      putSegment: (environment, segment) => void saas.putSegment(environment, segment),
      deleteFlag: (environment, identifier) => saas.deleteFlag(environment, identifier),
      loseStreams: () => saas.dropStreams(),
      goAway: () => saas.refuseConnections(),
      refuse: () => {
        for (const [environment, sdkKeys] of held) for (const key of sdkKeys) saas.removeSdkKey(environment, key);
      },
    },
    standing: 'standing',
    close: async () => {
      await connection.onApplicationShutdown();
      await saas.close();
    },
  };
});
