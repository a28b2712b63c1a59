import http2, { type ClientHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import { type PatientTimeout, patientTimeout } from './patient-timeout.ts';

/** Bytes of body that wait here for their reader before the server is made to wait (the window of the stream comes on top). */
const waitingBytes = 1_048_576;

/**
 * The body of an HTTP/2 answer. Node ends a stream that was reset with CANCEL, and every stream of a connection that broke, as
 * if it had been complete; here only END_STREAM is an end, and everything else is an error (`cut` says which). Silence of
 * `idleMs` is one too, counted while the reader reads. Destroying it resets the stream and leaves the connection alone.
 */
export class Http2Body extends Readable {
  readonly #stream: ClientHttp2Stream;
  readonly #idleMs: number;
  #timer: PatientTimeout | null = null;

  constructor(
    stream: ClientHttp2Stream,
    idleMs: number,
    onBytes: () => void,
    cut: (error: Error | null) => Error,
    isBroken: () => boolean,
  ) {
    super({ highWaterMark: waitingBytes });
    this.#stream = stream;
    this.#idleMs = idleMs;
    stream.on('data', (chunk: Buffer) => {
      onBytes();
      if (this.push(chunk)) this.#timer?.refresh();
      else {
        stream.pause();
        this.#stopTimer();
      }
    });
    stream.on('end', () => {
      const rstCode = stream.rstCode ?? http2.constants.NGHTTP2_NO_ERROR;
      if (rstCode === http2.constants.NGHTTP2_NO_ERROR && !isBroken()) this.push(null);
      else this.destroy(cut(null));
    });
    stream.on('error', (error) => this.destroy(cut(error)));
    stream.on('close', () => {
      if (!this.readableEnded && !stream.readableEnded) this.destroy(cut(null));
    });
    stream.pause();
    this.#startTimer();
  }

  override _read(): void {
    if (this.#timer === null) this.#startTimer();
    this.#stream.resume();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#stopTimer();
    if (!this.#stream.destroyed) {
      this.#stream.close(http2.constants.NGHTTP2_CANCEL);
      this.#stream.destroy();
    }
    callback(error);
  }

  #startTimer(): void {
    this.#timer = patientTimeout(this.#idleMs, () => {
      this.destroy(Object.assign(new Error(`nothing came for ${this.#idleMs / 1000} s`), { code: 'ETIMEDOUT' }));
    });
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
