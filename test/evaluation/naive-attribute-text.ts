import type { Target } from '../../src/kernel/target.js';

/** An attribute as text, calling itself for what is nested. */
export function naiveAttributeText(name: string, target: Target): string {
  if (name === '') return '';
  if (name === 'identifier') return target.identifier;
  if (name === 'name') return target.name;
  if (!Object.hasOwn(target.attributes, name)) return '';

  const value = target.attributes[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimal(value);
  return Array.isArray(value) || value === null || typeof value === 'boolean' ? printed(value) : json(value);
}

// As Go's fmt prints a value.
function printed(value: unknown): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4) ? exponential(value) : decimal(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`;
  return typeof value === 'object' ? `map[${entries(value).map(([key, item]) => `${key}:${printed(item)}`).join(' ')}]` : String(value);
}

function json(value: unknown): string {
  if (typeof value === 'number') return Math.abs(value) >= 1e21 || (value !== 0 && Math.abs(value) < 1e-6) ? exponential(value) : decimal(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${entries(value).map(([key, item]) => `${quoted(key)}:${json(item)}`).join(',')}}`;
}

function entries(value: object): [string, unknown][] {
  return Object.entries(value).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function quoted(text: string): string {
  return `"${Array.from(text, quotedCharacter).join('')}"`;
}

function quotedCharacter(character: string): string {
  if (/^[\ud800-\udfff]$/.test(character)) return '\ufffd';
  if ('\n\r\t"\\'.includes(character)) return JSON.stringify(character).slice(1, -1);
  const mustHide = character < ' ' || '<>&\u2028\u2029'.includes(character);
  return mustHide ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character;
}

function decimal(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponentText = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;

  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return digits.length > exponent + 1 ? `${sign}${whole}.${digits.slice(exponent + 1)}` : sign + whole;
}

function exponential(value: number): string {
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
