import type { Readable } from 'node:stream';
import { inflate } from './inflate.ts';
import { RequestFailure } from './request-failure.ts';
import type { WireAnswer } from './wire.ts';

/** Largest error body that is read, in bytes. */
const longestErrorBody = 65_536;

/** One header of an answer; the first of several; null when there is none. `name` in lower case. */
export function headerOf(answer: WireAnswer, name: string): string | null {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/**
 * The body without its compression. `onBytes` is called as bytes come in, read or not. Throws RequestFailure for an encoding that was not asked for.
 */
export function inflated(answer: WireAnswer, onBytes: () => void): Readable {
  const { body } = answer;
  // Looked at by the reader; of a body that is never read nobody wants to know.
  body.on('error', () => undefined);
  const encoding = headerOf(answer, 'content-encoding')?.toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    body.destroy();
    const contentType = headerOf(answer, 'content-type') ?? '';
    throw new RequestFailure({ kind: 'invalid-answer', contentType, detail: `encoding ${encoding} was not asked for` });
  }
  body.on('data', onBytes);
  return inflate(body);
}

/** Lets go of a body that nobody wants. */
export function discard(answer: WireAnswer): void {
  answer.body.on('error', () => undefined);
  answer.body.destroy();
}

/** Reads the start of an error body; a body that breaks off still has a status to tell. */
export async function readErrorBody(answer: WireAnswer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of inflated(answer, () => undefined) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= longestErrorBody) break;
    }
  } catch {
    // The status line and headers are known, which is what the caller needs.
  }
  discard(answer);
  return Buffer.concat(chunks);
}
