/** The shortest decimal that reads back as the same number, never with an exponent: 1e21 is 1000000000000000000000. */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) return infiniteText(value);
  if (Object.is(value, -0)) return '-0';

  const shortest = String(value);
  return shortest.includes('e') ? withoutExponent(shortest) : shortest;
}

/** As decimalText, but with an exponent below 1e-6 and from 1e21 on: how numbers stand inside JSON text. */
export function jsonNumberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-6 || size >= 1e21) ? exponentText(value) : decimalText(value);
}

/** As decimalText, but with an exponent below 1e-4 and from 1e6 on: how numbers stand inside the text of a list. */
export function listNumberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? exponentText(value) : decimalText(value);
}

function exponentText(value: number): string {
  if (!Number.isFinite(value)) return infiniteText(value);

  const text = value.toExponential();
  const exponentAt = text.indexOf('e') + 2;
  return text.slice(0, exponentAt) + text.slice(exponentAt).padStart(2, '0');
}

function infiniteText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

function withoutExponent(text: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [mantissa = '', exponent = ''] = text.slice(sign.length).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);

  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : sign + digits.padEnd(point, '0');
}
