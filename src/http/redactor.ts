const jsonWebToken = /eyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g;

/** Shorter ones are words that stand anywhere, the public default among them. */
const leastLength = 8;

/** Takes secrets out of lines that are about to be written: the last resort, for what was never meant to be in one. */
export function redactor(secrets: readonly string[]): (line: string) => string {
  const forms = new Set(secrets.filter(({ length }) => length >= leastLength).flatMap(formsOf));
  return (line) => {
    let safe = line.includes('eyJ') ? line.replace(jsonWebToken, '[redacted]') : line;
    for (const form of forms) if (safe.includes(form)) safe = safe.replaceAll(form, '[redacted]');
    return safe;
  };
}

/** As it is, in JSON, in a URL. */
function formsOf(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}
