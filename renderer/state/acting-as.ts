import type { ContextId } from '../../shared/context-id.ts';
import type { ContextStatus } from '../../shared/context-view.ts';

/** A context whose requests are somebody else's since its credential was renewed. */
export interface NewUser {
  readonly contextId: ContextId;
  readonly before: string;
  readonly now: string;
}

/**
 * Which of the contexts that just reported act as somebody else than `users` remembers, which is brought up to date. A user that is not
 * known meanwhile is remembered: what counts is who it was when it was last known, for as long as the page is open.
 */
export function newUsers(users: Map<ContextId, string>, statuses: Readonly<Record<ContextId, ContextStatus>>): NewUser[] {
  return Object.entries(statuses).flatMap(([id, { user }]) => {
    const contextId = id as ContextId;
    const before = users.get(contextId);
    if (user === null) return [];
    users.set(contextId, user);
    return before === undefined || before === user ? [] : [{ contextId, before, now: user }];
  });
}
