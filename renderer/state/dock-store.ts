import { create } from 'zustand';
import type { LogPage } from '../../shared/log-page.ts';
import {
  activated,
  askedFor,
  closed,
  type DockLayout,
  emptyDock,
  isShown,
  opened,
  resized,
  shownBeside,
  singlePane,
  toggledDock,
  toggledMaximised,
} from './dock-layout.ts';

/**
 * The dock below the table. Its tabs live as long as the page: they stay while the user moves between kinds and scopes, and while
 * the dock is hidden. Any part of the page may open one; what a tab shows is put together by the app.
 */
export const useDock = create<DockLayout>(() => emptyDock);

const change = (next: (dock: DockLayout) => DockLayout) => useDock.setState((dock) => next(dock), true);

/** Opens a log view, or brings back the tab that has it already. */
export function openLogs(page: LogPage): void {
  change((dock) => {
    const wanted = JSON.stringify(page);
    const same = dock.tabs.find((tab) => tab.type === 'logs' && JSON.stringify(tab.page) === wanted);
    return askedFor(same ? activated(dock, same.id) : opened(dock, { id: newId(), type: 'logs', page }));
  });
}

/** Watches a drain, or brings back the tab that does. */
export function openDrain(run: string): void {
  change((dock) => {
    const same = dock.tabs.find((tab) => tab.type === 'drain' && tab.run === run);
    return askedFor(same ? activated(dock, same.id) : opened(dock, { id: newId(), type: 'drain', run }));
  });
}

/** Shows the diagnostics; closes them where they are shown already. */
export function toggleDiagnostics(): void {
  change((dock) => {
    const tab = dock.tabs.find(({ type }) => type === 'diagnostics');
    if (!tab) return askedFor(opened(dock, { id: newId(), type: 'diagnostics' }));
    return isShown(dock, tab.id) ? closed(dock, tab.id) : askedFor(activated(dock, tab.id));
  });
}

/** Brings a tab to the front, and the dock and the focus with it. */
export function goToTab(id: string): void {
  change((dock) => askedFor(activated(dock, id)));
}

/** The user is at work in a panel: what is chosen next takes its place. */
export function markUsed(id: string): void {
  change((dock) => activated(dock, id));
}

/** Closes a tab; what it showed ends. */
export function closeTab(id: string): void {
  change((dock) => closed(dock, id));
}

/** Shows a tab right of the one that is shown. */
export function showBeside(id: string): void {
  change((dock) => askedFor(shownBeside(dock, id)));
}

/** Leaves one panel: that of the tab `id`. */
export function showAlone(id: string): void {
  change((dock) => singlePane(dock, id));
}

/** Hides the dock, brings it back, or ends its being maximised: the one key of the dock. */
export function toggleDock(): void {
  change((dock) => askedFor(toggledDock(dock)));
}

/** Gives the dock everything right of the rail, or takes it back. */
export function toggleMaximised(): void {
  change((dock) => askedFor(toggledMaximised(dock)));
}

/** Hides the dock; its tabs go on. */
export function hideDock(): void {
  change((dock) => ({ ...dock, size: 'hidden' }));
}

/** Takes a height that was dragged, in px. */
export function resizeDock(height: number): void {
  change((dock) => resized(dock, height));
}

/** Shows a dock of before. Its tabs get ids of their own, and the focus stays where it is. */
export function restoreDock(dock: DockLayout): void {
  const ids = new Map(dock.tabs.map(({ id }) => [id, newId()]));
  const idOf = (id: string) => ids.get(id) ?? id;
  change(({ asked }) => ({ ...dock, asked, tabs: dock.tabs.map((tab) => ({ ...tab, id: idOf(tab.id) })), panes: dock.panes.map(idOf) }));
}

let lastId = 0;
/** Ids are never used twice in a page, so that a panel is never taken for that of a closed tab. */
function newId(): string {
  return `tab${++lastId}`;
}
