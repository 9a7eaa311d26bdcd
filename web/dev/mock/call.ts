// One request to the mock, with what every answer needs.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Official } from '../../src/api/schema.ts';

const streams = new Set<ServerResponse>();

export class Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly path: readonly string[];
  readonly user: string;
  me: Official;

  constructor(request: IncomingMessage, response: ServerResponse, people: Record<string, Official>) {
    this.request = request;
    this.response = response;
    this.url = new URL(request.url ?? '/', 'http://mock');
    this.path = this.url.pathname.split('/').filter(Boolean);
    this.user = /mock_user=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    this.me = people[this.user] as Official; // undefined until the log-in was asked for
  }

  json(status: number, body: unknown): void {
    this.response.statusCode = status;
    this.response.setHeader('Content-Type', status >= 400 ? 'application/problem+json' : 'application/json');
    this.response.end(JSON.stringify(body));
  }

  nothing(): void {
    this.response.statusCode = 204;
    this.response.end();
  }

  problem(status: number, code: string, detail: string, fix: string, clause?: string): void {
    const type = `urn:congvan:${code}`;
    this.json(status, { type, title: detail, status, detail, code, fix, ...(clause ? { clause } : {}) });
  }

  async body(): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of this.request) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  }

  // Keeps the answer open for live events.
  stream(): void {
    this.response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    this.response.write(': ready\n\n');
    streams.add(this.response);
    this.request.on('close', () => streams.delete(this.response));
  }

  emit(event: string, data: object): void {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  hangUp(): void {
    for (const stream of streams) stream.destroy();
  }
}
