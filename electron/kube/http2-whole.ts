import http2, { type ClientHttp2Stream } from 'node:http2';
import { mostWholeBytes, tooLong } from './answer-body.ts';
import { type PatientTimeout, patientTimeout } from './patient-timeout.ts';

/** What was read of a body that is read at once. `cut`: why it ended early; null when it is complete. */
export interface WholeBody {
  readonly bytes: Buffer;
  readonly cut: Error | null;
}

/**
 * Reads the body of an HTTP/2 answer to its end, without a Readable of its own: an access matrix has hundreds of small answers, of which that would be the dearest part.
 * Ends are told from breaks as in Http2Body: only END_STREAM is an end, and silence of `idleMs` is none.
 */
export class Http2WholeBody {
  readonly #stream: ClientHttp2Stream;
  readonly #done: (body: WholeBody) => void;
  readonly #timer: PatientTimeout;
  #first: Buffer | null = null;
  #more: Buffer[] = [];
  #length = 0;
  #ended = false;

  constructor(
    stream: ClientHttp2Stream,
    idleMs: number,
    onBytes: () => void,
    cut: (error: Error | null) => Error,
    isBroken: () => boolean,
    done: (body: WholeBody) => void,
  ) {
    this.#stream = stream;
    this.#done = done;
    this.#timer = patientTimeout(idleMs, () => {
      this.destroy(Object.assign(new Error(`nothing came for ${idleMs / 1000} s`), { code: 'ETIMEDOUT' }));
    });
    stream.on('data', (chunk: Buffer) => {
      onBytes();
      this.#timer.refresh();
      this.#take(chunk);
    });
    stream.on('end', () => {
      const complete = (stream.rstCode ?? 0) === http2.constants.NGHTTP2_NO_ERROR && !isBroken();
      this.#end(complete ? null : cut(null));
    });
    stream.on('error', (error) => this.#end(cut(error)));
    stream.on('close', () => {
      if (!this.#ended) this.#end(cut(null));
    });
  }

  /** Ends it with what came so far and resets the stream. */
  destroy(error: Error): void {
    this.#end(error);
    if (this.#stream.destroyed) return;
    this.#stream.close(http2.constants.NGHTTP2_CANCEL);
    this.#stream.destroy();
  }

  #take(chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#first === null) this.#first = chunk;
    else this.#more.push(chunk);
    if (this.#length > mostWholeBytes) this.destroy(tooLong());
  }

  #end(cut: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer.cancel();
    const first = this.#first ?? Buffer.alloc(0);
    this.#done({ bytes: this.#more.length === 0 ? first : Buffer.concat([first, ...this.#more], this.#length), cut });
  }
}
