import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations-of.js';

/** A handler on two paths declares one id twice, which no client generator can bear: the later path is named as an alias. */
export function distinctOperationIds(document: OpenAPIObject): OpenAPIObject {
  const taken = new Set<string>();
  for (const { operation } of operationsOf(document)) {
    const id = operation.operationId ?? '';
    operation.operationId = taken.has(id) ? `${id}Alias` : id;
    taken.add(operation.operationId);
  }
  return document;
}
