import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activated,
  askedFor,
  closed,
  type DockLayout,
  type DockTab,
  emptyDock,
  focusedTab,
  isShown,
  opened,
  resized,
  shownBeside,
  singlePane,
  smallestHeight,
  toggledDock,
  toggledMaximised,
} from '../../../renderer/state/dock-layout.ts';

const tab = (id: string): DockTab => ({ id, type: 'diagnostics' });
const dockOf = (...ids: string[]): DockLayout => ids.reduce((dock, id) => opened(dock, tab(id)), emptyDock);

describe('the dock', () => {
  it('shows the tab that was opened last', () => {
    const dock = dockOf('a', 'b');
    expect(dock).toMatchObject({ panes: ['b'], size: 'normal' });
    expect(focusedTab(dock)?.id).toBe('b');
  });

  it('shows what is right of a closed tab, else the last one, and goes with its last tab', () => {
    const dock = activated(dockOf('a', 'b', 'c'), 'b');
    expect(closed(dock, 'b').panes).toEqual(['c']);
    expect(closed(closed(dock, 'b'), 'c').panes).toEqual(['a']);
    expect(closed(dockOf('a'), 'a')).toMatchObject({ tabs: [], panes: [] });
    expect(closed(dock, 'a').panes).toEqual(['b']);
  });

  it('puts a tab beside the one that is used, and replaces the one that was used last', () => {
    const beside = shownBeside(dockOf('a', 'b'), 'a');
    expect(beside).toMatchObject({ panes: ['b', 'a'], focus: 1 });
    const third = opened(beside, tab('c'));
    expect(third).toMatchObject({ panes: ['b', 'c'], focus: 1 });
    expect(activated(third, 'b')).toMatchObject({ panes: ['b', 'c'], focus: 0 });
    expect(closed(third, 'b')).toMatchObject({ panes: ['c'], focus: 0 });
    expect(singlePane(third, 'b')).toMatchObject({ panes: ['b'], focus: 0 });
  });

  it('puts no tab beside itself', () => {
    expect(shownBeside(dockOf('a', 'b'), 'b').panes).toEqual(['b']);
    expect(shownBeside(shownBeside(dockOf('a', 'b'), 'a'), 'a').panes).toEqual(['b', 'a']);
  });

  it('goes with one key from maximised to normal, to hidden, and back', () => {
    const max = toggledMaximised(dockOf('a'));
    expect(max.size).toBe('max');
    expect(toggledDock(max).size).toBe('normal');
    expect(toggledDock(toggledDock(max)).size).toBe('hidden');
    expect(toggledDock(toggledDock(toggledDock(max))).size).toBe('normal');
    expect(toggledDock(emptyDock)).toBe(emptyDock);
  });

  it('snaps to its tabs below the smallest height, and comes back as high as it was', () => {
    const dock = resized(resized(dockOf('a'), 400), smallestHeight - 1);
    expect(dock).toMatchObject({ size: 'bar', height: 400 });
    expect(isShown(dock, 'a')).toBe(false);
    expect(toggledDock(dock)).toMatchObject({ size: 'normal', height: 400 });
  });

  it('comes back for a tab that is asked for', () => {
    for (const size of ['hidden', 'bar'] as const)
      expect(activated({ ...dockOf('a', 'b'), size }, 'a')).toMatchObject({ size: 'normal', panes: ['a'] });
    expect(activated({ ...dockOf('a', 'b'), size: 'max' }, 'a').size).toBe('max');
  });

  it('keeps its tabs whatever is done, but for closing them, and always shows one or two different ones', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const step = fc.oneof(
      id.map((each) => (dock: DockLayout) => (dock.tabs.some((one) => one.id === each) ? dock : opened(dock, tab(each)))),
      id.map((each) => (dock: DockLayout) => closed(dock, each)),
      id.map((each) => (dock: DockLayout) => activated(dock, each)),
      id.map((each) => (dock: DockLayout) => shownBeside(dock, each)),
      id.map((each) => (dock: DockLayout) => singlePane(dock, each)),
      fc.constantFrom(toggledDock, toggledMaximised, askedFor),
      fc.integer({ min: 0, max: 900 }).map((height) => (dock: DockLayout) => resized(dock, height)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let dock = emptyDock;
        for (const each of steps) {
          dock = each(dock);
          const ids = dock.tabs.map((one) => one.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(dock.panes.length).toBe(Math.min(ids.length, Math.max(1, dock.panes.length)));
          expect(dock.panes.length).toBeLessThanOrEqual(2);
          expect(new Set(dock.panes).size).toBe(dock.panes.length);
          for (const pane of dock.panes) expect(ids).toContain(pane);
          expect(focusedTab(dock) === null).toBe(ids.length === 0);
          expect(dock.height).toBeGreaterThanOrEqual(smallestHeight);
        }
      }),
    );
  });
});
