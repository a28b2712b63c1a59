import type { ClusterError } from '../../shared/cluster-error.ts';
import { statusErrorOf } from './classify-failure.ts';
import type { CallHandler } from './data-thread-host.ts';
import { isObject } from './json-fields.ts';
import { RequestFailure, WriteFailure } from './request-failure.ts';
import type { Transport } from './transport.ts';

/** The channel of `sendWrite` between main process and data thread. No page can name it: only features/writes/write-gate.ts calls it. */
export const writesChannel = 'writes.send';

/** What is read of an answer to a write, in bytes: more than any object of an API server has (its bodies are limited to 3 MiB). */
const longestAnswer = 8_388_608;

/** A request that changes something. `path` starts with `/` and carries the query. */
export interface WriteRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly contentType: string;
  /** JSON that is sent. */
  readonly body: unknown;
}

/** What is known of a write after it was sent, or was not. */
export type SentWrite =
  /** Any 2xx. `answer` is its JSON; null when the head came and its body did not: it is done all the same. */
  | { readonly sent: 'done'; readonly code: number; readonly answer: unknown }
  /** An answer that is not a success, or no connection: it was not done, as far as a server can say that of itself. */
  | { readonly sent: 'failed'; readonly error: ClusterError }
  /** It was sent and no answer was seen. */
  | { readonly sent: 'unknown'; readonly error: ClusterError };

/**
 * Sends one write, at most once: what certainly did not arrive, and what was answered 401, may go out again by the transport. Rejects only for
 * defects of ours.
 */
export async function sendWrite(
  transport: Transport,
  { method, path, contentType, body }: WriteRequest,
  signal: AbortSignal,
): Promise<SentWrite> {
  try {
    const answer = await transport.request({ path, purpose: 'write', method, contentType, body: JSON.stringify(body), signal });
    const said = await readAnswer(answer.body);
    // What a server says in words counts more than its code: evictions through old aggregators came so.
    const refused = isObject(said) && said.kind === 'Status' && said.status === 'Failure';
    return refused ? { sent: 'failed', error: statusErrorOf(said) } : { sent: 'done', code: answer.status, answer: said };
  } catch (thrown) {
    if (thrown instanceof WriteFailure) return { sent: thrown.mayBeDone ? 'unknown' : 'failed', error: thrown.error };
    if (thrown instanceof RequestFailure) return { sent: 'failed', error: thrown.error };
    throw thrown;
  }
}

/** Answers `writesChannel` in the data thread; arguments come from the main process. */
export const writeHandler: CallHandler = (session, args) => sendWrite(session.transport(), args as WriteRequest, session.signal);

/** What the server answered with a success; null when that broke off, has no end or is no JSON. */
async function readAnswer(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body) {
      length += chunk.length;
      if (length > longestAnswer) return null;
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // The head said that it is done, which is all that must be known.
    return null;
  }
}
