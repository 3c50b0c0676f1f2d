import type { Provider } from '@nestjs/common';
import { SaasClientPort } from '../ports/saas-client.port.js';
import { bind } from './bind.js';
import { HttpSaasClient } from './saas/http-saas-client.js';
import { HttpSaasIntake } from './saas/http-saas-intake.js';
import { SaasConnection } from './saas/saas-connection.js';
import { saasConnection } from './saas-connection-provider.js';
import { UPSTREAM_INTAKE } from './upstream-intake.js';

/** Harness SaaS by proxy key. */
export const saasUpstream: readonly Provider[] = [
  saasConnection,
  bind(SaasClientPort, HttpSaasClient, SaasConnection),
  { provide: UPSTREAM_INTAKE, inject: [SaasConnection], useFactory: (connection: SaasConnection) => new HttpSaasIntake(connection) },
];
