/** SDK streams: accepts or refuses them, fans changes out, replays what was missed, keeps alive, closes. Does not decide what changed. */
export { StreamingModule } from './streaming.module.js';
export { SdkStreams } from './application/sdk-streams.js';
