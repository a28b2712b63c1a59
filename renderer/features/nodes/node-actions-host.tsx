import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { drainPathOf } from '../../state/drain-path.ts';
import { type ActedNode, type NodeAction, registerNodeActions } from '../../state/node-actions.ts';
import { useByContext } from './by-context.ts';
import { EditDialog } from './edit-dialog.tsx';
import type { WrittenNode } from './node-written.ts';
import { OutcomeDialog } from './outcome-dialog.tsx';
import { useCordon } from './use-cordon.ts';
import { type AfterWritten, useTellWritten } from './use-tell-written.ts';
import { useUndo } from './use-undo.ts';

/** Carries out what is asked of nodes anywhere in the page (state/node-actions.ts): its dialogs, and what is said afterwards. Mounted once. */
export function NodeActionsHost() {
  const [, navigate] = useLocation();
  const [editing, setEditing] = useState<{ readonly what: 'taints' | 'labels'; readonly nodes: readonly ActedNode[] } | null>(null);
  const [details, setDetails] = useState<readonly WrittenNode[] | null>(null);
  const cordon = useCordon();
  const askUndo = useUndo();
  const grouped = useByContext();
  const tell = useTellWritten();
  const undo = useCallback(
    async (written: readonly WrittenNode[]) => {
      const undone = await askUndo(written);
      // Told like any other write; it offers no way back, which would be the write itself.
      if (undone !== null) tell('undo', undone, { undo: null, details: setDetails });
    },
    [askUndo, tell],
  );
  const after = useMemo((): AfterWritten => ({ undo: (written) => void undo(written), details: setDetails }), [undo]);

  const run = useCallback(
    ({ type, nodes }: NodeAction) => {
      if (type === 'drain') {
        const targets = grouped(nodes).map(({ contextId, items }) => ({ contextId, nodes: items.map(({ name }) => name) }));
        navigate(drainPathOf(targets));
      } else if (type === 'taints' || type === 'labels') setEditing({ what: type, nodes });
      else void cordon(nodes, type === 'cordon').then((written) => written && tell(type, written, after));
    },
    [grouped, navigate, cordon, tell, after],
  );
  useEffect(() => registerNodeActions(run), [run]);

  return (
    <>
      {editing === null ? null : (
        <EditDialog
          what={editing.what}
          nodes={editing.nodes}
          onClose={() => setEditing(null)}
          onWritten={(written) => tell(editing.what, written, after)}
        />
      )}
      {details === null ? null : (
        <OutcomeDialog written={details} onUndo={(written) => void undo(written)} onClose={() => setDetails(null)} />
      )}
    </>
  );
}
