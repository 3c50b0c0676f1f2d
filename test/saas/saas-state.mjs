import { BoundedList } from './bounded-list.mjs';
import { Environments } from './environments.mjs';
import { EventStreams } from './event-streams.mjs';
import { Failures } from './failures.mjs';
import { MetricsIntake } from './metrics-intake.mjs';
import { ProxyKeys } from './proxy-keys.mjs';
import { RequestLog } from './request-log.mjs';
import { Tokens } from './tokens.mjs';
import { WaitList } from './wait-list.mjs';

const MAX_TARGETS = 100_000;
const MAX_TARGET_BYTES = 32 * 1024 * 1024;

/** Everything the stand-in knows, shared by its routes and its control. */
export class SaasState {
  environments = new Environments();
  failures = new Failures();
  metrics = new MetricsIntake();
  requests = new RequestLog();
  tokens = new Tokens();
  waits = new WaitList();
  /** @type {BoundedList<import('./types.mjs').RegisteredTarget>} */
  targets = new BoundedList(MAX_TARGETS, MAX_TARGET_BYTES);

  /** @param {{ proxyKey: string, adminToken: string, refusalStatus: number, heartbeatMs: number }} settings */
  constructor({ proxyKey, adminToken, refusalStatus, heartbeatMs }) {
    this.adminToken = adminToken;
    this.proxyKey = proxyKey;
    this.proxyKeys = new ProxyKeys(proxyKey, refusalStatus);
    this.streams = new EventStreams(heartbeatMs, () => this.waits.changed());
  }

  close() {
    this.streams.close();
    this.waits.close();
  }
}
