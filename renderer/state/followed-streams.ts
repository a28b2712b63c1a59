import type { ContextId } from '../../shared/context-id.ts';

/** A stream that is over although somebody looks (its data thread began anew) is opened again after this time, in ms. */
const reopenMs = 2_000;

interface Followed {
  users: number;
  /** Until it is closed for want of users, or opened again. */
  timer: ReturnType<typeof setTimeout> | null;
  close: () => void;
}

/** What a kind of stream does for one context. */
export interface FollowedStream {
  /** Opens it, anew as well; `ended` is to be called when it is over. Returns what closes it. */
  readonly open: (contextId: ContextId, ended: () => void) => () => void;
  /** Somebody follows the context for the first time, or again after nobody did. */
  readonly started?: (contextId: ContextId) => void;
  /** Nobody follows it any more. */
  readonly dropped?: (contextId: ContextId) => void;
  /** How long it stays open after the last let go of it, in ms. */
  readonly graceMs: number;
}

/** One stream per context that somebody follows: following twice opens one, which closes some time after the last let go of it, and opens again when it ends meanwhile. */
export class FollowedStreams {
  readonly #stream: FollowedStream;
  readonly #followed = new Map<ContextId, Followed>();

  constructor(stream: FollowedStream) {
    this.#stream = stream;
  }

  /** The contexts that are followed now, those in their grace included. */
  get contexts(): IterableIterator<ContextId> {
    return this.#followed.keys();
  }

  /** Follows a context until the returned function is called; calling that twice does no harm. */
  follow(contextId: ContextId): () => void {
    const followed = this.#followed.get(contextId) ?? this.#start(contextId);
    if (followed.users === 0 && followed.timer !== null) {
      clearTimeout(followed.timer);
      followed.timer = null;
    }
    followed.users++;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      followed.users--;
      if (followed.users > 0) return;
      if (followed.timer !== null) clearTimeout(followed.timer);
      followed.timer = setTimeout(() => this.#drop(contextId, followed), this.#stream.graceMs);
    };
  }

  #start(contextId: ContextId): Followed {
    const followed: Followed = { users: 0, timer: null, close: () => undefined };
    this.#followed.set(contextId, followed);
    this.#stream.started?.(contextId);
    this.#open(contextId, followed);
    return followed;
  }

  #open(contextId: ContextId, followed: Followed): void {
    followed.timer = null;
    followed.close = this.#stream.open(contextId, () => {
      if (followed.users > 0) followed.timer = setTimeout(() => this.#open(contextId, followed), reopenMs);
      else this.#drop(contextId, followed);
    });
  }

  #drop(contextId: ContextId, followed: Followed): void {
    if (followed.timer !== null) clearTimeout(followed.timer);
    followed.close();
    if (this.#followed.get(contextId) === followed) this.#followed.delete(contextId);
    this.#stream.dropped?.(contextId);
  }
}
