// Takes SDK metrics over, adds them up and forwards them to SaaS. It does not authenticate, and keeps nothing itself: the queue does.
export { MetricsModule } from './metrics.module.js';
