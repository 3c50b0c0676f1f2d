/** The target groups that one clause or target map entry names. Looked up once per environment, by identity. */
export interface SegmentList {
  readonly identifiers: readonly string[];
}
