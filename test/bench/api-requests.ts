import type http from 'node:http';
import https from 'node:https';
import zlib from 'node:zlib';
import type { Connection } from '../../electron/kube/connection.ts';

/** An agent with keep-alive that talks as `connection` does; new ones share no TLS session with older ones. */
export function agentOf({ certificateAuthority, credential }: Connection, maxSockets = 1): https.Agent {
  const { certificate, key } = credential.clientCertificate ?? {};
  return new https.Agent({ ca: certificateAuthority ?? undefined, cert: certificate, key, keepAlive: true, maxSockets });
}

/** Sends `body` and resolves with the answer's text; rejects when it is not a 2xx. */
export async function send(url: string, agent: https.Agent, method: string, contentType: string, body: string): Promise<string> {
  const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) =>
    https.request(url, { agent, method, headers }, resolve).on('error', reject).end(body),
  );
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk as string;
  if ((answer.statusCode ?? 0) >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${text.slice(0, 500)}`);
  return text;
}

/** What a download moved. */
export interface Download {
  readonly ms: number;
  /** Bytes of the bodies as they came. */
  readonly wireBytes: number;
  /** The same gunzipped. */
  readonly bytes: number;
}

/**
 * Downloads and gunzips a list as JSON without parsing it, over a connection of its own: in pages of `limit`, one after the other,
 * or with 0 at once. `keep` is given each piece.
 */
export async function downloadList(
  connection: Connection,
  limit: number,
  keep: (chunk: Buffer) => void = () => undefined,
): Promise<Download> {
  const started = performance.now();
  const agent = agentOf(connection);
  let wireBytes = 0;
  let bytes = 0;
  let next = '';
  do {
    const query = limit === 0 ? '' : `?limit=${limit}${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`;
    const headers = { 'accept-encoding': 'gzip', accept: 'application/json' };
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) =>
      https.get(`${connection.server}/api/v1/pods${query}`, { agent, headers }, resolve).on('error', reject),
    );
    if (answer.statusCode !== 200 || answer.headers['content-encoding'] !== 'gzip')
      throw new Error(`the list was answered with ${answer.statusCode}, ${answer.headers['content-encoding']}`);
    answer.on('data', (chunk: Buffer) => {
      wireBytes += chunk.length;
    });
    let head = '';
    for await (const chunk of answer.pipe(zlib.createGunzip({ chunkSize: 262_144 })) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (head.length < 1000) head += chunk.toString('latin1', 0, 1000);
      keep(chunk);
    }
    next = /"continue":"([^"]+)"/.exec(head.slice(0, head.indexOf('"items"')))?.[1] ?? '';
  } while (next !== '');
  agent.destroy();
  return { ms: performance.now() - started, wireBytes, bytes };
}
