import type { Readable } from 'node:stream';
import { inflate, inflateWhole } from './inflate.ts';
import { RequestFailure } from './request-failure.ts';
import type { WholeAnswer, WireAnswer } from './wire.ts';

/** Largest error body that is read, in bytes. */
const longestErrorBody = 65_536;

/** Largest answer that is read whole, in bytes: an object is at most a few MB, discovery of a large cluster some more. */
export const mostWholeBytes = 64 * 1024 * 1024;

/** What is thrown beyond it. */
export function tooLong(): RequestFailure {
  return new RequestFailure({ kind: 'invalid-answer', contentType: '', detail: `an answer of more than ${mostWholeBytes} bytes` });
}

/** One header of an answer; the first of several; null when there is none. `name` in lower case. */
export function headerOf(answer: Pick<WireAnswer, 'headers'>, name: string): string | null {
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
  let zipped: boolean;
  try {
    zipped = isZipped(answer);
  } catch (thrown) {
    body.destroy();
    throw thrown;
  }
  if (!zipped) return body;
  body.on('data', onBytes);
  return inflate(body);
}

/** The bytes of a whole answer without their compression. Rejects with RequestFailure as `inflated` throws it, with errors of zlib, or beyond `mostWholeBytes`. */
export async function inflatedWhole(answer: WholeAnswer): Promise<Buffer> {
  if (!isZipped(answer)) return answer.bytes;
  const bytes = await inflateWhole(answer.bytes, mostWholeBytes);
  if (bytes === null) throw tooLong();
  return bytes;
}

function isZipped(answer: Pick<WireAnswer, 'headers'>): boolean {
  const encoding = headerOf(answer, 'content-encoding')?.toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  const contentType = headerOf(answer, 'content-type') ?? '';
  throw new RequestFailure({ kind: 'invalid-answer', contentType, detail: `encoding ${encoding} was not asked for` });
}

/** Reads an answer to its end, whatever that is. Never rejects. `headAt`: when its head came, ms since the epoch. */
export async function wholeOf({ status, headers, body }: WireAnswer, headAt: number): Promise<WholeAnswer> {
  const pieces: Buffer[] = [];
  let length = 0;
  let cut: unknown = null;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length > mostWholeBytes) throw tooLong();
    }
  } catch (thrown) {
    cut = thrown;
  }
  return { status, headers, bytes: Buffer.concat(pieces, length), cut, headAt };
}

/** Lets go of a body that nobody wants. */
export function discard(answer: WireAnswer | WholeAnswer): void {
  if ('bytes' in answer) return;
  answer.body.on('error', () => undefined);
  answer.body.destroy();
}

/** Reads the start of an error body; a body that breaks off still has a status to tell. */
export async function readErrorBody(answer: WireAnswer | WholeAnswer): Promise<Buffer> {
  if ('bytes' in answer) return readWholeErrorBody(answer);
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

async function readWholeErrorBody(answer: WholeAnswer): Promise<Buffer> {
  try {
    return (await inflatedWhole(answer)).subarray(0, longestErrorBody);
  } catch {
    // As above.
    return Buffer.alloc(0);
  }
}
