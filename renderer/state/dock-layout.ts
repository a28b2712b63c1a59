import type { LogPage } from '../../shared/log-page.ts';

/** Sizes of design.md in px; the same values as --dock and --dock-min. */
export const usualHeight = 280;
export const smallestHeight = 120;

/** One tab of the dock. */
export type DockTab =
  | { readonly id: string; readonly type: 'logs'; readonly page: LogPage }
  | { readonly id: string; readonly type: 'drain' /** Id of the drain that is watched. */; readonly run: string }
  | { readonly id: string; readonly type: 'diagnostics' };

/**
 * - normal: `height` px; max: everything right of the rail
 * - bar: only the tabs, 32 px; hidden: not at all, tabs are kept
 */
export type DockSize = 'hidden' | 'bar' | 'normal' | 'max';

/** What the dock shows. Without tabs there is no pane; with tabs there are one or two, of different tabs. */
export interface DockLayout {
  readonly tabs: readonly DockTab[];
  /** Ids of the tabs that are shown, left to right. */
  readonly panes: readonly string[];
  /** Which of the panes was used last: a tab that is chosen takes its place. */
  readonly focus: number;
  readonly size: DockSize;
  /** px, at least `smallestHeight`; what the window allows is the screen's affair. */
  readonly height: number;
  /** Grows when somebody asks for a tab or for the dock: the panel then gets the focus. */
  readonly asked: number;
}

export const emptyDock: DockLayout = { tabs: [], panes: [], focus: 0, size: 'normal', height: usualHeight, asked: 0 };

/** The tab that was used last; null without tabs. */
export function focusedTab(dock: DockLayout): DockTab | null {
  return dock.tabs.find(({ id }) => id === dock.panes[dock.focus]) ?? null;
}

/** Whether the panel of a tab is in sight. */
export function isShown(dock: DockLayout, id: string): boolean {
  return dock.size !== 'hidden' && dock.size !== 'bar' && dock.panes.includes(id);
}

/** The dock with one more tab, which is shown in the pane that was used last. */
export function opened(dock: DockLayout, tab: DockTab): DockLayout {
  return activated({ ...dock, tabs: [...dock.tabs, tab] }, tab.id);
}

/** Shows a tab and the dock with it. One that is shown keeps its place; another takes that of the pane that was used last. */
export function activated(dock: DockLayout, id: string): DockLayout {
  if (!dock.tabs.some((tab) => tab.id === id)) return dock;
  const size = dock.size === 'max' ? 'max' : 'normal';
  const shown = dock.panes.indexOf(id);
  if (shown >= 0) return { ...dock, size, focus: shown };
  const panes = dock.panes.length === 0 ? [id] : dock.panes.map((pane, index) => (index === dock.focus ? id : pane));
  return { ...dock, size, panes };
}

/** The same dock, with the focus asked for its panel. */
export function askedFor(dock: DockLayout): DockLayout {
  return { ...dock, asked: dock.asked + 1 };
}

/** Without a tab. Its pane goes to the other pane, else to the tab right of it, else to the last one; the last tab takes the dock with it. */
export function closed(dock: DockLayout, id: string): DockLayout {
  const at = dock.tabs.findIndex((tab) => tab.id === id);
  if (at < 0) return dock;
  const tabs = dock.tabs.filter((tab) => tab.id !== id);
  const next = tabs[at] ?? tabs.at(-1);
  // The next dock that is opened is an ordinary one.
  if (!next) return { ...emptyDock, height: dock.height, asked: dock.asked };
  if (!dock.panes.includes(id)) return { ...dock, tabs };
  const others = dock.panes.filter((pane) => pane !== id);
  return { ...dock, tabs, panes: others.length > 0 ? others : [next.id], focus: 0 };
}

/** Two panes: the one that was used last stays left, `id` is right of it and used now. A tab is not put beside itself. */
export function shownBeside(dock: DockLayout, id: string): DockLayout {
  const left = dock.panes[dock.focus] === id ? dock.panes.find((pane) => pane !== id) : dock.panes[dock.focus];
  if (left === undefined || !dock.tabs.some((tab) => tab.id === id)) return activated(dock, id);
  return { ...dock, panes: [left, id], focus: 1, size: dock.size === 'max' ? 'max' : 'normal' };
}

/** One pane, of the tab `id`. */
export function singlePane(dock: DockLayout, id: string): DockLayout {
  return dock.tabs.some((tab) => tab.id === id) ? { ...dock, panes: [id], focus: 0 } : dock;
}

/** `mod+J`: what is maximised is restored, what is shown is hidden, what is not shown comes back. */
export function toggledDock(dock: DockLayout): DockLayout {
  if (dock.tabs.length === 0) return dock;
  return { ...dock, size: dock.size === 'max' ? 'normal' : dock.size === 'normal' ? 'hidden' : 'normal' };
}

/** Everything right of the rail, or back. */
export function toggledMaximised(dock: DockLayout): DockLayout {
  if (dock.tabs.length === 0) return dock;
  return { ...dock, size: dock.size === 'max' ? 'normal' : 'max' };
}

/** The height that was dragged, in px. Below the smallest the dock snaps to its tabs and keeps its height for when it comes back. */
export function resized(dock: DockLayout, height: number): DockLayout {
  return height < smallestHeight ? { ...dock, size: 'bar' } : { ...dock, size: 'normal', height };
}
