/** What a relay printed beside its log, whose lines are JSON: warnings of Node's, for instance. */
export function plainLines(output: readonly string[]): readonly string[] {
  return output.join('').split('\n').filter((line) => line !== '' && !line.startsWith('{'));
}
