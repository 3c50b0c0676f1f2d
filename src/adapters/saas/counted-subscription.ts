import type { RelayMetrics } from '../../prometheus/relay-metrics.js';

/** Counts an attempt to open a stream of SaaS, and its failure among the stream's errors. */
export async function countedSubscription<Stream>({ saasSubscriptions, saasMessages }: RelayMetrics, open: () => Promise<Stream>): Promise<Stream> {
  saasSubscriptions.inc({ topic: '*' });
  try {
    return await open();
  } catch (error) {
    saasMessages.inc({ topic: '*', error: 'err_subscribing' });
    throw error;
  }
}
