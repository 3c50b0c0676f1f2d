/**
 * Whether a token lets its owner read `environment`: it lists the ones that existed when it was issued.
 * @param {import('./types.mjs').Claims | undefined} claims
 * @param {string} environment
 */
export function allows(claims, environment) {
  return claims?.environment === environment || claims?.environments?.includes(environment) === true;
}
