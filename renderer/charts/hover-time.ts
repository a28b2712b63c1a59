import { useSyncExternalStore } from 'react';

/* Where the pointer is in time: every chart of the page draws its line there, so that causes and effects in two charts are seen at once. */

let time: number | null = null;
const listeners = new Set<() => void>();

/** Says where the pointer is, ms since the epoch; null = over no chart. */
export function setHoverTime(next: number | null): void {
  if (next === time) return;
  time = next;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where the pointer is, in ms since the epoch. */
export function useHoverTime(): number | null {
  return useSyncExternalStore(subscribe, () => time);
}
