/** The streams between nodes, by the names that relays of every make share. They lie in different slots of a Cluster. */
export const busStreams = {
  changes: 'proxy:sse_events',
  control: 'proxy:primary_to_replica_control_events',
  /** Exact: a longer stream is no help to a node that counts on this length. */
  maxLength: 1_000,
} as const;
