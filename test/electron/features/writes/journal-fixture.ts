import type { AskedLine } from '../../../../electron/features/writes/journal-lines.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import type { WriteOutcome } from '../../../../shared/journal.ts';

/** The line of a write that cordons a node of this name. */
export function askedLine(id: string, about: Partial<AskedLine> = {}): AskedLine {
  return {
    ...{
      line: 'asked',
      id,
      at: 1_795_000_000_000,
      contextId: asContextId('file#prod'),
      context: 'prod',
      server: 'a:6443',
      clusterUid: 'c',
    },
    ...{ credential: 'admin, client certificate', action: 'cordon', verb: 'patch', options: { spec: { unschedulable: true } }, run: '' },
    target: { group: '', version: 'v1', resource: 'nodes', subresource: '', namespace: '', name: `node-${id}`, uid: 'u' },
    ...{ before: { unschedulable: false }, after: { unschedulable: true }, undoable: true, undoes: '' },
    ...about,
  };
}

/** The outcome of a write that the server took. */
export const done: WriteOutcome = { type: 'done', changed: true, code: 200 };
