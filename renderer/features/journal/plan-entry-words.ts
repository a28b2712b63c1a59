import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import type { Shape } from '../../ui/health-shape.tsx';

/** How an entry ended: its shape, a message of the namespace `journal`, and what the server or the guardrail said. */
export interface OutcomeWords {
  readonly shape: Shape;
  readonly key:
    | 'outcome.done'
    | 'outcome.unchanged'
    | 'outcome.denied'
    | 'outcome.refused'
    | 'outcome.failed'
    | 'outcome.underWay'
    | 'outcome.unknown'
    | 'outcome.unseen';
  readonly error: ClusterError | null;
  /** The user's words of a guardrail, or the key of ours. */
  readonly reason: string;
}

/** What is known of a write. Nothing is said to be done or undone that nobody saw. Pure. */
export function outcomeWords({ outcome, id }: Pick<JournalEntry, 'outcome' | 'id'>, underWay: ReadonlySet<string>): OutcomeWords {
  switch (outcome.type) {
    case 'done':
      return { shape: 'done', key: outcome.changed ? 'outcome.done' : 'outcome.unchanged', error: null, reason: '' };
    case 'denied':
      return { shape: 'forbidden', key: 'outcome.denied', error: null, reason: outcome.reason };
    case 'failed': {
      const { error } = outcome;
      // "Not now" of a budget is an answer of a cluster that does its work; the drain asks again.
      const later = error.kind === 'status' && error.code === 429;
      return { shape: later ? 'attention' : 'broken', key: later ? 'outcome.refused' : 'outcome.failed', error, reason: '' };
    }
    case 'unknown':
      if (underWay.has(id)) return { shape: 'progressing', key: 'outcome.underWay', error: null, reason: '' };
      return { shape: 'unknown', key: outcome.error === null ? 'outcome.unseen' : 'outcome.unknown', error: outcome.error, reason: '' };
  }
}

/** `pods`, `pods/eviction`, `deployments.apps/scale`: what was written to, as RBAC names it. */
export function resourceWords({ group, resource, subresource }: JournalEntry['target']): string {
  return `${resource}${group === '' ? '' : `.${group}`}${subresource === '' ? '' : `/${subresource}`}`;
}

/** Whether the journal offers to take a write back: it can be, and it was done or may have been. Whether it still is as it was left, the main side looks. */
export function canUndo(
  { undoable, outcome, id }: Pick<JournalEntry, 'undoable' | 'outcome' | 'id'>,
  underWay: ReadonlySet<string>,
): boolean {
  return undoable && ((outcome.type === 'done' && outcome.changed) || (outcome.type === 'unknown' && !underWay.has(id)));
}
