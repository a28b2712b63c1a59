import type { Clock } from '../../../kube/clock.ts';

/** Logs that are being opened at once. More would only wait in the API server and its kubelets, and take the connection from lists. */
const openingAtOnce = 64;
/**
 * A log that has not answered after this, in ms, gives its place to the next: kubelets send nothing before the first line, and one node that
 * does not answer must not hold up the others. Five hundred silent logs are open after two seconds.
 */
const openingMs = 250;

/** Spreads the opening of many logs: in the order of asking, some at a time. After `close` nothing is started. */
export class StartQueue {
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];
  #opening = 0;
  #starting = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `start` in its turn, with what it is to call when its log is open or has failed. */
  add(start: (opened: () => void) => void): void {
    this.#waiting.push(() => {
      let over = false;
      const opened = () => {
        if (over) return;
        over = true;
        cancel();
        this.#opening--;
        this.#next();
      };
      const cancel = this.#clock.after(openingMs, opened);
      start(opened);
    });
    this.#next();
  }

  close(): void {
    this.#waiting = [];
  }

  #next(): void {
    // One that only waits says so while it is started: thousands of them would call each other.
    if (this.#starting) return;
    this.#starting = true;
    try {
      while (this.#opening < openingAtOnce) {
        const start = this.#waiting.shift();
        if (start === undefined) return;
        this.#opening++;
        start();
      }
    } finally {
      this.#starting = false;
    }
  }
}
