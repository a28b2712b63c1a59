import { request } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { ADMIN_TOKEN } from '../../../electron/demo/api-server.ts';

/** Where to ask. */
export interface Target {
  readonly url: string;
  readonly certificateAuthority: string;
}

/** An answer, unzipped; `body` is the parsed JSON or the text. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** How to ask. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** null = no credential. */
  readonly token?: string | null;
}

const headersOf = ({ headers = {}, token = ADMIN_TOKEN, body }: Ask): Record<string, string> => ({
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  // Node frames the body of a DELETE only when told its length.
  ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(JSON.stringify(body))) }),
  ...headers,
});

/** One request over a connection of its own, certificate verified. */
export function ask(target: Target, path: string, how: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${target.url}${path}`,
      { ca: target.certificateAuthority, method: how.method ?? 'GET', headers: headersOf(how), agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const raw = Buffer.concat(chunks);
          const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
          let body: unknown = text;
          try {
            body = JSON.parse(text);
          } catch {
            // Not every answer is JSON; `text` has it.
          }
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(how.body === undefined ? undefined : JSON.stringify(how.body));
  });
}

/** A watch that collects what it hears. */
export class TestWatch {
  text = '';
  ended: 'no' | 'end' | 'error' = 'no';
  status = 0;
  chunks = 0;
  readonly #close: () => void;
  readonly #listeners = new Set<() => void>();

  constructor(target: Target, path: string, how: Ask = {}) {
    const outgoing = request(
      `${target.url}${path}`,
      { ca: target.certificateAuthority, headers: headersOf(how), agent: false },
      (response) => {
        this.status = response.statusCode ?? 0;
        this.#tell();
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          this.text += chunk;
          this.chunks += 1;
          this.#tell();
        });
        response.on('end', () => this.#end('end'));
        response.on('error', () => this.#end('error'));
      },
    );
    outgoing.on('error', () => this.#end('error'));
    outgoing.end();
    this.#close = () => outgoing.destroy();
  }

  /** Whole lines, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape.
  get events(): any[] {
    return this.text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #end(how: 'end' | 'error'): void {
    if (this.ended === 'no') this.ended = how;
    this.#tell();
  }

  /** Resolves once `condition` holds; rejects after ten seconds with what was heard. */
  until(condition: (watch: this) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!condition(this)) return;
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#listeners.delete(look);
        reject(new Error(`Waited in vain; the watch heard: ${this.text.slice(-2000)} (${this.ended})`));
      }, 10_000);
      this.#listeners.add(look);
      look();
    });
  }

  close(): void {
    this.#close();
  }
}
