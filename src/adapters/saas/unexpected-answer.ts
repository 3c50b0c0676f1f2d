import { MalformedJsonText } from '../../kernel/json-text.js';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';

/**
 * The error for an answer that is not what its route promises. A fault of JSON.parse is not kept as the cause: its message
 * quotes the text, and configuration does not belong into logs.
 */
export function unexpectedAnswer(route: string, fault: unknown): unknown {
  if (fault instanceof MalformedJsonText) return new UpstreamUnavailable(`The answer of ${route} is not as expected: ${fault.message}`);
  if (fault instanceof SyntaxError) return new UpstreamUnavailable(`The answer of ${route} is not what was asked for`);
  return fault;
}
