import type { Clock } from '../../../kube/clock.ts';
import type { LineBatch } from '../feed.ts';
import { ReadPacer } from './read-pacer.ts';
import type { Rejoin } from './rejoin.ts';

/** Bytes that are held back while they are counted. */
const mostHeld = 4 * 1_048_576;
/** How long they are held back at most, in ms: a container that never stops writing is never caught up with. */
const longestHoldMs = 500;
/**
 * The same where stamps do not tell which lines were seen: what comes before the first that is known was. So much is a whole file, as kubelets rotate them by default
 * (`containerLogMaxSize` is 10Mi), and some seconds to read it.
 */
const mostHeldInDoubt = 16 * 1_048_576;
const longestHoldInDoubtMs = 3_000;

/** What a catch-up needs of its reading. */
export interface CatchUpOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly rejoin: Rejoin;
  readonly send: (batch: LineBatch) => Promise<void> | void;
  readonly onCaughtUp: (lines: number, open: boolean) => Promise<boolean>;
}

/**
 * What comes at once after a break is held back until nothing more comes for two ticks, or it is much, or it takes long: so it can be counted before it
 * is shown, and thrown away when it turns out not to be of the log that was read before. While nothing came at all, not even what was seen before, nobody
 * can tell: that takes as long as it takes. Without a break everything is sent as it comes.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #state: 'holding' | 'sending' | 'thrown away';
  #held: LineBatch[] = [];
  #lines = 0;
  #bytes = 0;
  #begun = false;
  #ended = false;
  #settling: Promise<void> | null = null;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#state = options.rejoin.recalled ? 'holding' : 'sending';
  }

  /** The answer begins. */
  begin(): void {
    this.#begun = true;
    if (this.#state !== 'holding' || this.#settling !== null) return;
    this.#settling = this.#settle();
    // Looked at by `end`.
    this.#settling.catch(() => undefined);
  }

  /** Lines came that were seen before the break. */
  recognised(): void {
    if (this.#begun) this.begin();
  }

  /** What is held back was seen before after all, as lines that came after it show. Returns how many lines that were. */
  forget(): number {
    const lines = this.#held.reduce((sum, { ends }) => sum + ends.length, 0);
    this.#held = [];
    this.#lines -= lines;
    this.#bytes = 0;
    return lines;
  }

  /** Takes new lines. Resolves when more may be read. */
  send(batch: LineBatch): Promise<void> | void {
    if (this.#state === 'sending') return this.#options.send(batch);
    if (this.#state === 'thrown away') return;
    this.#held.push(batch);
    this.#lines += batch.ends.length;
    this.#bytes += batch.bytes.length;
    if (this.#begun) this.begin();
    if (this.#bytes >= this.#most) return this.#settling ?? undefined;
  }

  get #most(): number {
    return this.#options.rejoin.isInDoubt ? mostHeldInDoubt : mostHeld;
  }

  /** Nothing more comes: resolves when everything is sent. */
  async end(): Promise<void> {
    this.#ended = true;
    if (this.#lines > 0) this.begin();
    await this.#settling;
  }

  async #settle(): Promise<void> {
    const { clock, signal, rejoin, send, onCaughtUp } = this.#options;
    const pacer = ReadPacer.of(clock);
    const begunAt = clock.monotonic();
    const isInTime = () => clock.monotonic() < begunAt + (rejoin.isInDoubt ? longestHoldInDoubtMs : longestHoldMs);
    const mayHold = () => this.#bytes < this.#most && isInTime() && !this.#ended && !signal.aborted;
    const isInDoubt = () => this.#lines > 0 && rejoin.isInDoubt;
    for (let before = -1; (before !== this.#lines || isInDoubt()) && mayHold(); ) {
      before = this.#lines;
      await pacer.tick();
      await pacer.tick();
    }
    if (this.#lines === 0 && rejoin.isOpen && !this.#ended && !signal.aborted) {
      // A slow answer, maybe of another run: its first line decides.
      this.#settling = null;
      return;
    }
    const wanted = await onCaughtUp(this.#lines, !this.#ended);
    for (let next = 0; wanted && next < this.#held.length; next++) {
      if (signal.aborted) break;
      await send(this.#held[next] as LineBatch);
    }
    this.#held = [];
    this.#state = wanted ? 'sending' : 'thrown away';
  }
}
