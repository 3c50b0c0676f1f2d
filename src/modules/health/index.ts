/** Probes: what the relay says about itself, answered from memory. Decides nothing. */
export { HealthModule } from './health.module.js';
