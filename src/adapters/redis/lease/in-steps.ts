const maxEntries = 100;
const maxCharacters = 256 * 1024;

/** Cuts what is to be set into steps, each small enough for a server that does nothing else meanwhile. */
export function inSteps(entries: readonly (readonly [key: string, value: string])[]): (readonly (readonly [key: string, value: string])[])[] {
  const steps: (readonly [string, string])[][] = [];
  let characters = 0;
  for (const entry of entries) {
    const step = steps.at(-1);
    characters += entry[1].length;
    if (step && step.length < maxEntries && characters <= maxCharacters) {
      step.push(entry);
    } else {
      steps.push([entry]);
      characters = entry[1].length;
    }
  }
  return steps;
}
