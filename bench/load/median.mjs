export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** `median [lowest, highest]`. */
export function medianAndSpread(values, digits = 2) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} [${least.toFixed(digits)}, ${most.toFixed(digits)}]`;
}

/** Round by round, one contender over another. */
export function ratios(over, under, field) {
  return over.map((sample, round) => sample[field] / under[round][field]);
}
