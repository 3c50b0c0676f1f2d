import { isRecord } from './is-record.js';

/** The code of a fault of the network or the disk, for messages: it says enough and, unlike a foreign message, holds no secret. */
export function faultCode(fault: unknown): string {
  if (!isRecord(fault)) return 'unknown reason';
  const { code, name } = fault;
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown reason';
}
