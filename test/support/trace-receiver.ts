import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { until } from './until.js';

/** A span as OTLP writes it in JSON, as far as tests look at it. */
export interface ReceivedSpan {
  readonly service: string;
  readonly role: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly string[];
  readonly isFailed: boolean;
  readonly ms: number;
}

/** Receives traces over OTLP/HTTP as a collector does. */
export class TraceReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** Every body as it came, and the headers it came with. */
  readonly posts: { readonly path: string; readonly headers: Readonly<Record<string, unknown>>; readonly body: Buffer }[] = [];
  /** What it answers. */
  status = 200;
  readonly #server: Server;

  private constructor(private readonly tls: { readonly key: string; readonly cert: string } | undefined) {
    const receive: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        this.posts.push({ path: request.url ?? '', headers: request.headers, body });
        if (request.headers['content-type'] === 'application/json') this.spans.push(...spansIn(JSON.parse(body.toString())));
        response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
      });
    };
    this.#server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, receive) : createServer(receive);
  }

  static async start(tls?: { readonly key: string; readonly cert: string }): Promise<TraceReceiver> {
    const receiver = new TraceReceiver(tls);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `${this.tls ? 'https' : 'http'}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The first span that fits, as soon as it has arrived. */
  span(fits: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
    return until(() => this.spans.find(fits), 20_000);
  }

  childrenOf({ traceId, spanId }: ReceivedSpan): readonly ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId && span.parentSpanId === spanId);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface WireSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
  readonly links: readonly { readonly spanId: string }[];
  readonly status: { readonly code: number };
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

interface WireTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

function spansIn({ resourceSpans }: WireTraces): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': service, 'ff.relay.role': role } = valuesOf(resource.attributes);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => received(span, String(service), String(role))));
  });
}

function received(span: WireSpan, service: string, role: string): ReceivedSpan {
  const { name, kind, traceId, spanId, parentSpanId, attributes, links, status, startTimeUnixNano, endTimeUnixNano } = span;
  return {
    service,
    role,
    name,
    kind,
    traceId,
    spanId,
    parentSpanId: parentSpanId || undefined,
    attributes: valuesOf(attributes),
    links: links.map((link) => link.spanId),
    isFailed: status.code === 2,
    ms: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6,
  };
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
