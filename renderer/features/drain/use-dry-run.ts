import { useCallback, useMemo, useRef, useState } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainOptions } from '../../../shared/drain.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import type { DryRunOutcome, DryRunQuestion } from './plan-dry-run.ts';

/** Dry runs of evictions, as far as somebody asked for them. */
export interface DryRun {
  /** Some answers are still awaited. */
  readonly asking: boolean;
  /** The last answer for each pod, by context and uid. */
  readonly outcomes: ReadonlyMap<ContextId, ReadonlyMap<string, DryRunOutcome>>;
  /** Asks the servers. Nothing is changed in the clusters. */
  ask(questions: readonly DryRunQuestion[]): void;
}

const none: DryRun['outcomes'] = new Map();

/** Asks for dry runs with these options and keeps the answers; with other options they mean nothing any more. */
export function useDryRun(options: DrainOptions): DryRun {
  const bridge = useBridge();
  // A text: the address changes for other reasons, and gives equal options anew.
  const key = JSON.stringify(options);
  const latest = useRef(key);
  latest.current = key;
  const [waiting, setWaiting] = useState(0);
  const [told, setTold] = useState<{ readonly key: string; readonly outcomes: DryRun['outcomes'] }>({ key, outcomes: none });
  const ask = useCallback(
    (questions: readonly DryRunQuestion[]) => {
      for (const { contextId, pods } of questions) {
        setWaiting((count) => count + 1);
        const asked = pods.map(({ namespace, name, uid }) => ({ namespace, name, uid }));
        void bridge.call('nodes.dryRunDrain', { contextId, pods: asked, options }).then((result) => {
          setWaiting((count) => count - 1);
          // An answer about other options than those of now.
          if (latest.current !== key) return;
          const takenAt = result.ok ? result.value.takenAt : Date.now();
          const answers = result.ok
            ? result.value.pods
            : asked.map(({ uid }) => ({ uid, outcome: { answer: 'unknown' as const, error: result.error } }));
          setTold((before) => {
            const kept = before.key === key ? before.outcomes : none;
            const ofContext = new Map(kept.get(contextId));
            for (const { uid, outcome } of answers) ofContext.set(uid, { outcome, takenAt });
            return { key, outcomes: new Map([...kept, [contextId, ofContext]]) };
          });
        });
      }
    },
    [bridge, key, options],
  );
  return useMemo(() => ({ asking: waiting > 0, outcomes: told.key === key ? told.outcomes : none, ask }), [waiting, told, key, ask]);
}
