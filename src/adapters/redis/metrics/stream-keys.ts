/** What belongs to the hand-over of metrics. The tag keeps all of it in the slot of the stream, so that one script may touch it. */
export const streamKeys = {
  stream: 'stream:sdk_metrics',
  /** A hash: what the leader has read and not posted, a field per environment, and how many entries were read in all. */
  aggregate: 'ffproxy:metrics:agg:{stream:sdk_metrics}',
  /** The latest entries that nobody could read, cut short. */
  unreadable: 'ffproxy:metrics:unreadable:{stream:sdk_metrics}',
  /** The number of the latest entry of one sender. */
  sent: (sender: string): string => `ffproxy:metrics:sent:${sender}:{stream:sdk_metrics}`,
} as const;

/** The one consumer group of all relays. */
export const consumerGroup = 'ffproxy';
