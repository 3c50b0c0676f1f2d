import { validateSync, type ValidationError } from 'class-validator';
import type { Target } from '../../../kernel/target.js';
import { InvalidAuthenticationRequest } from '../domain/errors.js';
import { AuthenticationRequest, TargetRequest } from './authentication.dto.js';

/**
 * Checks a parsed body. The instances are filled field by field rather than by class-transformer, which walks the whole
 * body recursively: a deeply nested attribute would overflow the stack.
 */
export function readAuthenticationRequest(body: unknown): { sdkKey: string; target: Target | undefined } {
  if (!isRecord(body)) throw new InvalidAuthenticationRequest('the body must be a JSON object with an apiKey');
  const request = new AuthenticationRequest();
  Object.assign(request, { apiKey: body['apiKey'] });
  if (body['target'] !== undefined && body['target'] !== null) request.target = targetRequest(body['target']);

  const [fault] = validateSync(request, { stopAtFirstError: true });
  if (fault) throw new InvalidAuthenticationRequest(messageOf(fault));
  return { sdkKey: request.apiKey, target: request.target && targetOf(request.target) };
}

function targetRequest(raw: unknown): TargetRequest {
  if (!isRecord(raw)) throw new InvalidAuthenticationRequest('target must be an object');
  const identifier = raw['identifier'] ?? '';
  const name = raw['name'] === undefined || raw['name'] === null || raw['name'] === '' ? identifier : raw['name'];
  return Object.assign(new TargetRequest(), {
    identifier,
    name,
    anonymous: raw['anonymous'] ?? undefined,
    attributes: raw['attributes'] ?? {},
  });
}

function targetOf({ identifier, name, anonymous, attributes }: TargetRequest): Target | undefined {
  if (identifier === '') return undefined;
  return { identifier, name, attributes, ...(anonymous !== undefined && { anonymous }) };
}

function messageOf(fault: ValidationError): string {
  const deepest = fault.children?.[0] ?? fault;
  return Object.values(deepest.constraints ?? {})[0] ?? `${deepest.property} is invalid`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
