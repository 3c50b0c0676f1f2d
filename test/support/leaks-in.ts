/** Where which secret is to be found, named; empty when nowhere. A token counts by each of its parts that nobody could guess. */
export function leaksIn(places: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>>): readonly string[] {
  const parts = Object.entries(secrets).flatMap(([name, secret]) => (secret.startsWith('eyJ') ? secret.split('.').filter((part) => part.length > 40) : [secret]).map((part) => [name, part] as const));
  if (parts.some(([, part]) => part.length < 6)) throw new Error('a secret that short is found by chance');
  return Object.entries(places).flatMap(([place, text]) => parts.flatMap(([name, part]) => (text.includes(part) ? [`${name} in ${place}: …${around(text, part)}…`] : [])));
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 60), at + 20);
}
