import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** ms since the epoch; tests bring their own. */
export type Clock = () => number;

/** A launch token that nobody used is worth nothing after this: long enough for a browser to start, short for anyone else. */
export const launchTokenLifetimeMs = 60_000;
/** A browser session in which no page said anything for this long is over. A page with a live table speaks every few seconds. */
export const sessionIdleMs = 12 * 60 * 60_000;
/** Failed attempts per minute before the server stops looking at more. */
export const failuresPerMinute = 10;

/** The one secret in the URL that starts a browser session: 256 bit, used once, and only the newest is valid. */
export class LaunchTokens {
  readonly #clock: Clock;
  #current: { readonly digest: Buffer; readonly expiresAt: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new token, 43 characters of base64url; the one before it stops working. Only its digest is kept. */
  mint(): string {
    const token = randomBytes(32).toString('base64url');
    this.#current = { digest: digestOf(token), expiresAt: this.#clock() + launchTokenLifetimeMs };
    return token;
  }

  /** True once for the newest token while it is fresh. A wrong guess does not use it up. */
  redeem(token: string): boolean {
    const current = this.#current;
    if (current === null || this.#clock() >= current.expiresAt) return false;
    if (!timingSafeEqual(digestOf(token), current.digest)) return false;
    this.#current = null;
    return true;
  }
}

/** Who has exchanged a launch token: sessions named by a cookie, each with the pages that must go when it ends. */
export class BrowserSessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, { lastUsedAt: number; readonly onEnd: Set<() => void> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a session; the answer is the cookie's value, 256 bit. Only its digest is kept. */
  create(): string {
    const value = randomBytes(32).toString('base64url');
    this.#sessions.set(digestOf(value).toString('hex'), { lastUsedAt: this.#clock(), onEnd: new Set() });
    return value;
  }

  /** True while the session lives; counts as use of it. Looking up by digest leaks no timing of the secret. */
  use(value: string | null): boolean {
    this.endIdle();
    const session = value === null ? undefined : this.#sessions.get(digestOf(value).toString('hex'));
    if (session === undefined) return false;
    session.lastUsedAt = this.#clock();
    return true;
  }

  /** Calls `listener` when the session ends; the answer takes the listener away again. */
  onEnd(value: string, listener: () => void): () => void {
    const session = this.#sessions.get(digestOf(value).toString('hex'));
    session?.onEnd.add(listener);
    return () => session?.onEnd.delete(listener);
  }

  /** Logs out: its pages are told at once. */
  end(value: string): void {
    this.#end(digestOf(value).toString('hex'));
  }

  /** Ends the sessions that were idle too long. */
  endIdle(): void {
    const now = this.#clock();
    for (const [key, session] of [...this.#sessions]) if (now - session.lastUsedAt >= sessionIdleMs) this.#end(key);
  }

  #end(key: string): void {
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    for (const listener of session?.onEnd ?? []) listener();
  }
}

/** Counts failures in a sliding minute. */
export class FailureLimiter {
  readonly #clock: Clock;
  #failures: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True when there were too many: answer 429. */
  get exhausted(): boolean {
    const since = this.#clock() - 60_000;
    this.#failures = this.#failures.filter((at) => at > since);
    return this.#failures.length >= failuresPerMinute;
  }

  failed(): void {
    this.#failures.push(this.#clock());
  }
}

/** The value of a cookie; null when there is none, or two (someone else on 127.0.0.1 set one too). */
export function cookieValue(header: string | undefined, name: string): string | null {
  const values = (header ?? '').split(';').flatMap((part) => {
    const equals = part.indexOf('=');
    return part.slice(0, equals).trim() === name ? [part.slice(equals + 1).trim()] : [];
  });
  return values.length === 1 ? (values[0] ?? null) : null;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
