import type { CredentialsError, Result } from '../../../shared/cluster-error.ts';
import type { Credential } from '../connection.ts';

/** Runs of one identity that did not help (they failed, or a server had refused their result) within the window (faults P20). */
const mostFruitlessRuns = 3;
const windowMs = 5 * 60_000;
/** A credential that is already over when it arrives (a clock that is wrong) is not asked for again sooner. */
const shortestLifeMs = 1_000;

/** How a credential is wanted. */
export interface CredentialWish {
  /** The credential that the server refused (401): another is got, unless one came since. Null = any that is fresh. */
  readonly refused: Credential | null;
  /** The user asked: run although it failed just now. */
  readonly byUser: boolean;
}

/** Cannot be reached while an identity has a credential or an error; here so that the types say so too. */
const noCredential: CredentialsError = {
  kind: 'credentials',
  cause: 'plugin-failed',
  command: '',
  exitCode: null,
  stderr: '',
  hint: '',
  detail: 'no credential yet',
};

interface Identity {
  current: { credential: Credential; refreshAt: number | null } | null;
  running: Promise<Result<Credential, CredentialsError>> | null;
  lastError: CredentialsError | null;
  /** Times of fruitless runs, oldest first. */
  fruitless: number[];
}

/**
 * Credentials of plugins by identity: however many contexts and requests wait for one, a single process runs, and its
 * answer serves all of them until shortly before it ends. Kept in memory only.
 */
export class CredentialCache {
  private readonly identities = new Map<string, Identity>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /**
   * The credential of an identity, from memory or from `run`. `run` is called at most once at a time per identity, and
   * after three fruitless calls not again before the oldest is five minutes old, unless the user asks; until then the last
   * error (or the present credential) is the answer.
   */
  get(
    key: string,
    wish: CredentialWish,
    run: () => Promise<Result<Credential, CredentialsError>>,
  ): Promise<Result<Credential, CredentialsError>> {
    const identity = this.identityOf(key);
    if (identity.running !== null) return identity.running;
    const now = this.now();
    const current = identity.current;
    const wanted = current !== null && current.credential !== wish.refused;
    if (wanted && (current.refreshAt === null || now < current.refreshAt)) return Promise.resolve({ ok: true, value: current.credential });
    identity.fruitless = wish.byUser ? [] : identity.fruitless.filter((time) => now - time < windowMs);
    const running =
      identity.fruitless.length >= mostFruitlessRuns && (identity.lastError !== null || current !== null)
        ? null
        : run().then((result) => this.settle(identity, result, wish.refused !== null));
    if (running === null) return Promise.resolve(this.secondBest(identity, wish, identity.lastError));
    identity.running = running.then((result) => {
      identity.running = null;
      return result.ok ? result : this.secondBest(identity, wish, result.error);
    });
    return identity.running;
  }

  /** A credential past its refresh time that has not ended serves on, unless it is the one that was refused. */
  private secondBest(identity: Identity, wish: CredentialWish, error: CredentialsError | null): Result<Credential, CredentialsError> {
    const credential = identity.current?.credential ?? null;
    const alive = credential !== null && (credential.expiresAt === null || credential.expiresAt > this.now());
    if (credential !== null && (error === null || (alive && credential !== wish.refused))) return { ok: true, value: credential };
    return { ok: false, error: error ?? noCredential };
  }

  /** When the credential should be asked for anew, in ms since the epoch; null when it does not end or there is none. */
  refreshAt(key: string): number | null {
    return this.identities.get(key)?.current?.refreshAt ?? null;
  }

  /** When a run is possible again after failures, in ms since the epoch; null when it is now. */
  blockedUntil(key: string): number | null {
    const fruitless = this.identities.get(key)?.fruitless.filter((time) => this.now() - time < windowMs) ?? [];
    const oldest = fruitless[fruitless.length - mostFruitlessRuns];
    return oldest === undefined ? null : oldest + windowMs;
  }

  private settle(
    identity: Identity,
    result: Result<Credential, CredentialsError>,
    refreshed: boolean,
  ): Result<Credential, CredentialsError> {
    const now = this.now();
    identity.lastError = result.ok ? null : result.error;
    if (!result.ok || refreshed) identity.fruitless.push(now);
    if (result.ok) identity.current = { credential: result.value, refreshAt: refreshTime(result.value.expiresAt, now) };
    return result;
  }

  private identityOf(key: string): Identity {
    const known = this.identities.get(key);
    if (known !== undefined) return known;
    const identity: Identity = { current: null, running: null, lastError: null, fruitless: [] };
    this.identities.set(key, identity);
    return identity;
  }
}

/**
 * When to replace a credential that was got now: at 80 % of its life or a minute before its end, whichever is first
 * (faults F9); lives under two minutes use 80 % alone. Null when it does not end.
 */
export function refreshTime(expiresAt: number | null, now: number): number | null {
  if (expiresAt === null) return null;
  const life = expiresAt - now;
  const share = now + 0.8 * life;
  const early = life >= 120_000 ? Math.min(share, expiresAt - 60_000) : share;
  return Math.max(early, now + shortestLifeMs);
}
