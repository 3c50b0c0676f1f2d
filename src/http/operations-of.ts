import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'post'] as const;

/** Every operation of the document, in its order. */
export function* operationsOf(document: OpenAPIObject): Generator<{ path: string; method: (typeof methods)[number]; operation: Operation }> {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation) yield { path, method, operation };
    }
  }
}
