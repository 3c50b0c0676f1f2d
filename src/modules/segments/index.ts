/** Target groups as server SDKs read them, in both forms of their rules. Never changes nor evaluates them. */
export { SegmentsModule } from './segments.module.js';
