import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** Takes a piece of a body. While what it returns is open nothing more is read; undefined = go on at once. */
export type TakePiece = (piece: Uint8Array) => Promise<unknown> | undefined;

/**
 * Gives every piece of a body to `take`, in order, as they come: without the promises that iterating costs for each, of which a fast body has ten
 * thousand a second. What came while `take` was waited for is one piece. Resolves at the body's end; rejects with what the body
 * fails with, or what `take` throws or rejects with, and then the body is destroyed.
 */
export async function eachPiece(body: Readable, take: TakePiece): Promise<void> {
  let waits = false;
  const fail = (thrown: unknown) => {
    body.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)));
  };
  const goOn = () => {
    waits = false;
    // Emits all that came meanwhile as one piece, which may have to be waited for again.
    body.read();
    if (!waits) body.resume();
  };
  body.on('data', (piece: Uint8Array) => {
    try {
      const taken = take(piece);
      if (taken === undefined) return;
      waits = true;
      body.pause();
      taken.then(goOn, fail);
    } catch (thrown) {
      fail(thrown);
    }
  });
  // One that was paused before does not flow for a listener's sake.
  body.resume();
  await finished(body, { writable: false });
}
