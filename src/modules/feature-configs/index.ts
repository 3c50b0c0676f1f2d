/** Flags: as they are, for server SDKs, and evaluated, for client SDKs. Never changes them. */
export { FeatureConfigsModule } from './feature-configs.module.js';
