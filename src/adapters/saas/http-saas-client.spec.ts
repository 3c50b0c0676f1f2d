import { describeSaasClientContract } from '../../../test/contract/saas-client.contract.js';
import { StandInSaas } from '../../../test/saas/stand-in-saas.mjs';
import { aSaasConnection } from '../../../test/support/saas-connection.builder.js';
import { HttpSaasClient } from './http-saas-client.js';

describeSaasClientContract('HttpSaasClient', async () => {
  const saas = await StandInSaas.start();
  const connection = aSaasConnection(saas);
  return {
    client: new HttpSaasClient(connection),
    upstream: {
      addEnvironment: (content) => void saas.addEnvironment(content),
      putFlag: (environment, flag) => void saas.putFlag(environment, flag),
      putSegment: (environment, segment) => void saas.putSegment(environment, segment),
      deleteFlag: (environment, identifier) => saas.deleteFlag(environment, identifier),
      loseStreams: () => saas.dropStreams(),
      goAway: () => saas.refuseConnections(),
      refuse: () => saas.deleteProxyKey(),
    },
    close: async () => {
      await connection.onApplicationShutdown();
      await saas.close();
    },
  };
});
