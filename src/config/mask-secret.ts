/** Enough of a secret to tell two apart, and nothing of one so short that four characters would give it away. */
export function maskSecret(secret: string): string {
  return secret.length < 8 ? '***' : `${secret.slice(0, 4)}***`;
}
