import { useSyncExternalStore } from 'react';

/** The part of the Navigation API that is used; TypeScript's DOM library calls it Navigation, older ones do not have it. */
interface EntryList extends EventTarget {
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
}

function entries(): EntryList | null {
  return 'navigation' in window ? (window.navigation as unknown as EntryList) : null;
}

function subscribe(listener: () => void): () => void {
  const list = entries();
  list?.addEventListener('currententrychange', listener);
  return () => list?.removeEventListener('currententrychange', listener);
}

/** Whether back and forward lead anywhere; where the engine does not say, both are offered. */
export function useHistoryEnds(): { canGoBack: boolean; canGoForward: boolean } {
  const canGoBack = useSyncExternalStore(subscribe, () => entries()?.canGoBack ?? true);
  const canGoForward = useSyncExternalStore(subscribe, () => entries()?.canGoForward ?? true);
  return { canGoBack, canGoForward };
}
