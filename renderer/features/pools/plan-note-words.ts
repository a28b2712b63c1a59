import { formatDuration } from '../../../shared/format-duration.ts';
import type { PoolNote } from '../../../shared/node-pool.ts';
import { shortNodeName } from './plan-pools.ts';

/** A message of the namespace `pools`. */
export interface PoolMessage {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Something to know about a pool as a message. `names`: of all its nodes, which are named by what tells them apart; `now`: ms since the epoch. */
export function planNoteWords(note: PoolNote, names: readonly string[], now: number): PoolMessage {
  const nameOf = (nodes: readonly string[]) => shortNodeName(nodes[0] ?? '', names);
  const of = (key: string, values: PoolMessage['values'] = {}): PoolMessage => ({ key: `note.${key}`, values });
  switch (note.kind) {
    case 'not-ready': {
      const { nodes, since } = note;
      const values = { count: nodes.length, name: nameOf(nodes), age: since === null ? '' : formatDuration(Math.max(0, now - since)) };
      return of(since === null ? 'notReadySome' : 'notReady', values);
    }
    case 'ready-unknown':
      return of('readyUnknown', { count: note.nodes.length, name: nameOf(note.nodes) });
    case 'at-maximum':
      return of('atMaximum', { max: note.max });
    case 'scaling':
      return of(note.target > note.count ? 'scalingUp' : 'scalingDown', { target: note.target, have: note.count });
    case 'backoff':
      return of(note.message === '' ? 'backoff' : 'backoffWhy', { message: note.message });
    case 'kubelet-behind':
      return of(note.unsupported ? 'behindUnsupported' : 'behind', { count: note.minors, version: note.oldest });
    case 'kubelet-ahead':
      return of('ahead', { version: note.newest });
    case 'kubelet-mixed':
      return of('mixed', { count: note.versions });
    case 'being-removed':
      return of(note.by === 'deletion' ? 'removed' : 'removedBy', { count: note.nodes.length, by: note.by });
    case 'cordoned':
      return of('cordoned', { count: note.nodes.length, name: nameOf(note.nodes) });
    case 'kept':
      return of('kept', { count: note.nodes.length, by: note.by });
    case 'tainted':
      return of('tainted', { count: note.taints.length, taints: note.taints.map(({ key }) => key).join(', ') });
    case 'instance-type-is-id':
      return of('typeIsId');
  }
}
