import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { gzip } from 'node:zlib';
import { StatusError } from './status-error.ts';

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;

/** The real server compresses answers above this size when asked (apiserver responsewriters, defaultGzipThresholdBytes), at level 1. */
const GZIP_THRESHOLD_BYTES = 128 * 1024;

/** Request bodies above this are refused, as by the real server (3 MB). */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** One request and its answer, the same over HTTP/1.1 and HTTP/2. */
export class Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly #request: AnyRequest;
  readonly #response: AnyResponse;

  constructor(request: AnyRequest, response: AnyResponse) {
    const url = new URL(request.url ?? '/', 'https://kubernetes');
    this.method = request.method ?? 'GET';
    this.path = url.pathname;
    this.query = url.searchParams;
    this.#request = request;
    this.#response = response;
  }

  header(name: string): string {
    const value = this.#request.headers[name];
    return Array.isArray(value) ? value.join(',') : (value ?? '');
  }

  /** True once the client is gone or the answer was cut. */
  get closed(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  /** Says this time in the answer instead of the machine's, ms since the epoch. */
  setDate(at: number): void {
    this.#response.setHeader('date', new Date(at).toUTCString());
  }

  /** Bytes written and not yet taken by the client. */
  get pendingBytes(): number {
    return this.#response.writableLength;
  }

  /** Called once when the connection or stream ends, whoever ended it. */
  onClose(listener: () => void): void {
    this.#response.once('close', listener);
  }

  /** The whole request body as text; 415 for protobuf and CBOR, which this server does not read. */
  async body(): Promise<string> {
    const type = this.header('content-type');
    if (/protobuf|cbor/.test(type))
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format (${type}) - accepted media types include: application/json`,
      );
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.#request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES)
        throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY_BYTES}`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** Starts an answer whose body follows by `write` and `end`. */
  start(code: number, headers: Readonly<Record<string, string>>): void {
    // The two responses declare writeHead differently; both take (code, headers).
    const response = this.#response as ServerResponse;
    response.writeHead(code, { 'cache-control': 'no-cache, private', ...headers });
    response.flushHeaders();
  }

  write(data: string | Uint8Array): void {
    if (!this.closed) (this.#response as ServerResponse).write(data);
  }

  end(): void {
    if (!this.closed) this.#response.end();
  }

  /** Cuts the answer where it is: RST of the HTTP/2 stream, or the TCP connection of HTTP/1.1. */
  destroy(): void {
    if ('stream' in this.#response && this.#response.stream) this.#response.stream.close(2);
    else this.#response.socket?.destroy();
  }

  /** A whole answer. */
  send(code: number, contentType: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const wanted = /(^|[\s,])gzip($|[\s,;])/.test(this.header('accept-encoding'));
    if (!wanted || bytes.length < GZIP_THRESHOLD_BYTES || headers['content-encoding'] !== undefined) {
      this.start(code, { 'content-type': contentType, 'content-length': String(bytes.length), ...headers });
      this.write(bytes);
      this.end();
      return;
    }
    gzip(bytes, { level: 1 }, (error, compressed) => {
      if (error) return this.destroy();
      this.start(code, {
        'content-type': contentType,
        'content-encoding': 'gzip',
        vary: 'Accept-Encoding',
        'content-length': String(compressed.length),
        ...headers,
      });
      this.write(compressed);
      this.end();
    });
  }

  json(code: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
    this.send(code, 'application/json', `${typeof value === 'string' ? value : JSON.stringify(value)}\n`, headers);
  }

  /** Answers with a Status, and Retry-After when it names one. */
  fail(error: StatusError): void {
    const seconds = error.details.retryAfterSeconds;
    this.json(error.code, error.body, typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {});
  }
}
