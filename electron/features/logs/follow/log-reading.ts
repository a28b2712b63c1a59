import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { Clock } from '../../../kube/clock.ts';
import { clusterErrorOf, RequestFailure } from '../../../kube/request-failure.ts';
import type { Transport } from '../../../kube/transport.ts';
import type { LineBatch } from '../feed.ts';
import { CatchUp } from './catch-up.ts';
import { kubeletErrorIn } from './judge-log-failure.ts';
import { pumpLog } from './pump-log.ts';
import type { Rejoin } from './rejoin.ts';
import { serverTime } from './server-time.ts';
import { LineSplitter, type SplitLines } from './split-lines.ts';

/**
 * A log that was asked for and not refused within this, in ms, is being followed: the kubelet sends no head before the first line, and
 * answers what it cannot do in less.
 */
const quietOpeningMs = 1_500;

/** What one answer is read with. */
export interface ReadingOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Aborting ends it; what was not sent is thrown away. */
  readonly signal: AbortSignal;
  readonly path: string;
  /** The run is over, so that a proper end of the answer is the end of the log, with or without a last newline. */
  readonly last: boolean;
  readonly rejoin: Rejoin;
  /** Lines that are new. */
  readonly send: (batch: LineBatch) => Promise<void> | void;
  /** It is answered, or as good as. Called once. */
  readonly onOpen: () => void;
  /** The first new lines after a break are together and about to be sent; false = they are not of this log, and nothing shall be sent. */
  readonly onCaughtUp: (lines: number, open: boolean) => Promise<boolean>;
}

/** How an answer ended. */
export interface ReadingEnd {
  /** Null = properly, which proves little: an API server ends an answer properly when its kubelet broke off (`StreamObject` ignores it). */
  readonly error: ClusterError | null;
  /** As in RequestFailure. */
  readonly retryAt: number | null | undefined;
}

/** One request for a log, from question to the end of the answer. */
export class LogReading {
  readonly #options: ReadingOptions;
  readonly #splitter = new LineSplitter();
  readonly #catchUp: CatchUp;
  #open = false;
  #kubeletError: ClusterError | null = null;
  /** Lines that were new. */
  lines = 0;
  /** By the monotonic clock: when it was asked for, when it was taken for open, when its head came (null before), when the last byte came. */
  readonly askedAt: number;
  openedAt: number | null = null;
  answeredAt: number | null = null;
  heardAt: number;

  constructor(options: ReadingOptions) {
    this.#options = options;
    this.askedAt = options.clock.monotonic();
    this.heardAt = this.askedAt;
    this.#catchUp = new CatchUp(options);
  }

  /** Reads to the end. Never rejects. */
  async run(): Promise<ReadingEnd> {
    const { transport, clock, signal, path, last } = this.#options;
    const cancel = clock.after(quietOpeningMs, () => this.#opened());
    try {
      const answer = await transport.request({ path, purpose: 'log', signal });
      this.answeredAt = clock.monotonic();
      this.#opened();
      await pumpLog(answer, {
        clock,
        now: () => serverTime(clock, transport),
        splitter: this.#splitter,
        flush: () => this.#flush(),
        onPiece: () => {
          this.heardAt = clock.monotonic();
        },
      });
      // What the kubelet says itself has no newline either.
      if (last || kubeletErrorIn(this.#splitter.waitingText) !== null) this.#splitter.finish();
      await this.#flush();
      await this.#catchUp.end();
      return { error: this.#kubeletError, retryAt: undefined };
    } catch (thrown) {
      await this.#catchUp.end();
      return { error: clusterErrorOf(thrown), retryAt: thrown instanceof RequestFailure ? thrown.retryAt : undefined };
    } finally {
      cancel();
    }
  }

  #opened(): void {
    if (this.#open) return;
    this.#open = true;
    this.openedAt = this.#options.clock.monotonic();
    this.#options.onOpen();
    this.#catchUp.begin();
  }

  #flush(): Promise<void> | void {
    const split = this.#splitter.take();
    const lines = split === null ? null : this.#withoutKubeletError(split);
    if (lines === null || this.#options.signal.aborted) return;
    const { rejoin } = this.#options;
    const wasProven = rejoin.proven;
    const batch = rejoin.fresh(lines);
    if (!wasProven && rejoin.proven) this.lines -= this.#catchUp.forget();
    if (batch === null) {
      this.#catchUp.recognised();
      return;
    }
    this.lines += batch.ends.length;
    return this.#catchUp.send(batch);
  }

  /** The kubelet's last words are the reason of the end, not a line of the container. */
  #withoutKubeletError(split: SplitLines): SplitLines | null {
    const { batch, unstamped } = split;
    const last = batch.ends.length - 1;
    if (unstamped.at(-1) !== last) return split;
    const begin = last === 0 ? 0 : (batch.ends[last - 1] ?? 0);
    const error = kubeletErrorIn(Buffer.from(batch.bytes.subarray(begin, -1)).toString('utf8'));
    if (error === null) return split;
    this.#kubeletError = error;
    if (last === 0) return null;
    return {
      batch: {
        ...batch,
        bytes: batch.bytes.slice(0, begin),
        ends: batch.ends.slice(0, last),
        micros: batch.micros.slice(0, last),
        nanos: batch.nanos.slice(0, last),
      },
      unstamped: unstamped.slice(0, -1),
    };
  }
}
