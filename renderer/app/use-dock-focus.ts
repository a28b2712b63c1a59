import { type RefObject, useEffect, useRef } from 'react';
import { focusedTab } from '../state/dock-layout.ts';
import { useDock } from '../state/dock-store.ts';
import { paneId } from './dock-tab.tsx';

/** What had the focus before the dock; where escape goes. */
let before: HTMLElement | null = null;

/** Gives the focus back to what had it before the dock. */
export function leaveDock(): void {
  if (before?.isConnected) before.focus();
  // It is gone, as a dialog that was closed: the table is where keys are expected to work.
  else document.querySelector<HTMLElement>('main [role=grid]')?.focus();
}

/**
 * Whoever asks for a tab can go on by key in its panel, which gets the focus. Whoever closes or hides the dock is then where they
 * were. The answer goes on the dock's element.
 */
export function useDockFocus(): RefObject<HTMLElement | null> {
  const frame = useRef<HTMLElement>(null);
  const shown = useDock((dock) => (dock.size === 'hidden' || dock.size === 'bar' ? null : (focusedTab(dock)?.id ?? null)));
  const asked = useDock((dock) => dock.asked);
  const last = useRef({ shown, asked: 0 });
  useEffect(() => {
    const active = document.activeElement;
    const inside = frame.current?.contains(active) ?? false;
    // What is removed or hidden leaves the focus to nothing.
    const lost = active === null || active === document.body;
    const wanted = asked !== last.current.asked;
    if (shown === null) {
      // Anywhere else it is where somebody put it.
      if (last.current.shown !== null && (lost || inside)) leaveDock();
    } else if (wanted || (lost && shown !== last.current.shown)) {
      if (!inside && !lost && active instanceof HTMLElement) before = active;
      const pane = document.getElementById(paneId(shown));
      if (pane && !pane.contains(active)) pane.focus();
    }
    last.current = { shown, asked };
  }, [shown, asked]);
  return frame;
}
