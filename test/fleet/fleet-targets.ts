/** Whose evaluations are compared: a member of groups, and somebody whom only flags decide about. */
export const fleetTargets = [
  { identifier: 'ada', name: 'Ada' },
  { identifier: 'otto', name: 'Otto' },
] as const;
