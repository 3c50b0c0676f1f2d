/** What an aggregate could not keep: evaluations are lost to SaaS, targets come again with a later post. */
export interface GivenUp {
  readonly evaluations: number;
  readonly targets: number;
}
