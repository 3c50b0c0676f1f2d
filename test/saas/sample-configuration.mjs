import { sampleFlags } from './sample-flags.mjs';
import { sampleSegments } from './sample-segments.mjs';

/** Two environments of one project, each with a server and a client SDK key. */
export const sampleConfiguration = [
  {
    id: '6f1d3c9a-8a43-4c55-9f0e-5a3b7c2d1e01',
    sdkKeys: ['production-server-key', 'production-client-key'],
    flags: sampleFlags('production'),
    segments: sampleSegments('production'),
  },
  {
    id: '0c9e7b52-3d1f-4e6a-b8a7-91d4f6e2c702',
    sdkKeys: ['staging-server-key', 'staging-client-key'],
    flags: sampleFlags('staging'),
    segments: sampleSegments('staging'),
  },
];
