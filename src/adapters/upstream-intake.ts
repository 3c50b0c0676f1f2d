/** What the upstream takes in, before a role adds what it has to watch over. */
export const UPSTREAM_INTAKE = Symbol('UpstreamIntake');
