import { membersOf, type JsonMember } from '../kernel/json-text.js';

/** The object's text without any member of this name; the very same text when it has none. */
export function withoutMember(objectText: string, key: string): string {
  const members = membersOf(objectText);
  const kept = members.filter((member) => member.key !== key);
  return kept.length === members.length ? objectText : assembled(objectText, kept);
}

/** The object's text with this member, last, in place of any of that name. All other members keep their source text. */
export function withMember(objectText: string, key: string, valueText: string): string {
  const kept = membersOf(objectText).filter((member) => member.key !== key);
  return assembled(objectText, kept, `${JSON.stringify(key)}:${valueText}`);
}

/** The members of an object's text; none of what is no object. */
export function parsedMembers(objectText: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(objectText);
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function assembled(text: string, members: readonly JsonMember[], ...added: string[]): string {
  const parts = members.map((member) => text.slice(member.start, member.valueEnd));
  return `{${[...parts, ...added].join(',')}}`;
}
