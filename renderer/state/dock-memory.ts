import { z } from 'zod';
import { logPageSchema } from '../../shared/log-page.ts';
import { type DockLayout, emptyDock, smallestHeight } from './dock-layout.ts';
import { restoreDock, useDock } from './dock-store.ts';

/** Where the dock is kept. */
const key = 'timonier.dock';

const tab = z.discriminatedUnion('type', [
  z.object({ id: z.string(), type: z.literal('logs'), page: logPageSchema }),
  z.object({ id: z.string(), type: z.literal('drain'), run: z.string().max(100) }),
  z.object({ id: z.string(), type: z.literal('diagnostics') }),
]);
const layout = z.object({
  tabs: z.array(tab).max(100),
  panes: z.array(z.string()).max(2),
  focus: z.number().int().min(0).max(1),
  size: z.enum(['hidden', 'bar', 'normal', 'max']),
  height: z.number().min(smallestHeight),
});

/** The dock as it was kept; an empty one when nothing was, or nothing that can be understood. Pure. */
export function readDock(text: string | null): DockLayout {
  if (text === null) return emptyDock;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Somebody else's, or half of one.
    return emptyDock;
  }
  const parsed = layout.safeParse(value);
  if (!parsed.success || parsed.data.tabs.length === 0) return emptyDock;
  const { tabs, panes, focus } = parsed.data;
  const known = panes.filter((pane, index) => tabs.some(({ id }) => id === pane) && panes.indexOf(pane) === index);
  const shown = known.length > 0 ? known : tabs.slice(0, 1).map(({ id }) => id);
  return { ...parsed.data, panes: shown, focus: Math.min(focus, shown.length - 1), asked: 0 };
}

/**
 * Brings the dock of this window back after its page was loaded again, and keeps it from then on: for as long as the window is there, and for no
 * other one. A storage that refuses costs the memory, not the dock.
 */
export function rememberDock(storage: Pick<Storage, 'getItem' | 'setItem'>): void {
  const { tabs } = useDock.getState();
  if (tabs.length === 0) restoreDock(readDock(attempt(() => storage.getItem(key)) ?? null));
  useDock.subscribe(({ asked: _, ...dock }) => attempt(() => storage.setItem(key, JSON.stringify(dock))));
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    // Storage may be switched off or full.
    return undefined;
  }
}
