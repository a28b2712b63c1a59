import { useEffect, useState, useSyncExternalStore } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import type { JournalFilters } from './journal-filters.ts';
import { JournalList, type JournalState } from './journal-list.ts';

const nothing: JournalState = { read: null, readAt: 0, searching: true, error: null };
const never = () => () => undefined;

/** The journal behind some filters. It is read again when this app writes to it and when its window comes to the front: other processes write too. */
export function useJournal({ text, contextId, run, outcome }: JournalFilters): {
  readonly state: JournalState;
  readonly list: JournalList | null;
} {
  const bridge = useBridge();
  const [list, setList] = useState<JournalList | null>(null);
  useEffect(() => {
    const next = new JournalList(bridge, { text, contextId, run, outcome });
    const again = () => {
      if (document.visibilityState === 'visible') next.refresh();
    };
    window.addEventListener('focus', again);
    document.addEventListener('visibilitychange', again);
    setList(next);
    return () => {
      window.removeEventListener('focus', again);
      document.removeEventListener('visibilitychange', again);
      next.close();
    };
  }, [bridge, text, contextId, run, outcome]);
  const state = useSyncExternalStore(list?.subscribe ?? never, list?.state ?? (() => nothing));
  return { state, list };
}
