import { useContext, useEffect } from 'react';
import { create } from 'zustand';
import { KeyRegion } from './use-keys.ts';

/** One fact of the part of the page that has the focus, as the status bar shows it: how many of what it reads do what. */
export interface StatusFact {
  readonly kind: 'live' | 'listing' | 'stale' | 'plain';
  readonly text: string;
}

/** What each part of the page (`KeyRegion`) says of itself; parts that say nothing are not there. */
export const useStatusFacts = create<{ readonly byRegion: ReadonlyMap<string, readonly StatusFact[]> }>(() => ({ byRegion: new Map() }));

const none: readonly StatusFact[] = [];

/** The facts of one part of the page; empty when it has none of its own. */
export function useFactsOf(region: string | null): readonly StatusFact[] {
  return useStatusFacts(({ byRegion }) => (region === null ? none : (byRegion.get(region) ?? none)));
}

/** Tells the status bar what this part of the page says of itself while it is mounted. */
export function useTellStatus(facts: readonly StatusFact[]): void {
  const region = useContext(KeyRegion);
  const shape = JSON.stringify(facts);
  useEffect(() => {
    if (region === null) return;
    const told = JSON.parse(shape) as readonly StatusFact[];
    useStatusFacts.setState(({ byRegion }) => ({ byRegion: new Map([...byRegion, [region, told]]) }));
    return () => useStatusFacts.setState(({ byRegion }) => ({ byRegion: new Map([...byRegion].filter(([each]) => each !== region)) }));
  }, [region, shape]);
}
