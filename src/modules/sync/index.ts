/** Upstream to cache to read model to events: the only writer of what the relay serves. Answers no request. */
export { SyncModule } from './sync.module.js';
