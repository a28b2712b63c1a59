import { useEffect, useState } from 'react';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { Diagnostics } from '../../../shared/diagnostics.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { type EventRates, eventRates } from './event-rates.ts';
import { type PageLoop, usePageLoop } from './use-page-loop.ts';

/** Numbers that are read by a person need no finer step, in ms. */
const everyMs = 1_000;
/** Rates are over this many answers: a cluster with one event in two seconds should not flicker between 0 and 1. */
const rateAnswers = 5;

/** The newest answer, and what only the page knows. */
export interface Measured {
  readonly diagnostics: Diagnostics;
  readonly rates: EventRates;
  readonly page: PageLoop;
}

/** Asks once a second while mounted, never twice at a time. Null until the first answer; the last answer stays when one fails. */
export function useDiagnostics(): { readonly measured: Measured | null; readonly error: ClusterError | null } {
  const bridge = useBridge();
  const pageLoop = usePageLoop();
  const [state, setState] = useState<{ measured: Measured | null; error: ClusterError | null }>({ measured: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: pageLoop reads a ref, whichever render it came from
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const history: Diagnostics[] = [];
    const ask = async () => {
      const result = await bridge.call('diagnostics.get', {});
      if (over) return;
      if (result.ok) {
        history.push(result.value);
        if (history.length > rateAnswers) history.shift();
        const before = history.length > 1 ? (history[0] ?? null) : null;
        const measured = { diagnostics: result.value, rates: eventRates(before, result.value), page: pageLoop() };
        setState({ measured, error: null });
      } else {
        setState((known) => ({ measured: known.measured, error: result.error }));
      }
      timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      over = true;
      if (timer !== null) clearTimeout(timer);
    };
  }, [bridge]);
  return state;
}
