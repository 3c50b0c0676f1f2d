/** Writes the upstream's configuration for offline relays, once. Serves nobody. */
export { GenerateConfiguration } from './application/generate-configuration.js';
export { GenerationModule } from './generation.module.js';
