import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDock } from '../../../renderer/state/dock-layout.ts';
import { readDock, rememberDock } from '../../../renderer/state/dock-memory.ts';
import { openLogs, showBeside, useDock } from '../../../renderer/state/dock-store.ts';
import type { LogPage } from '../../../shared/log-page.ts';

const page = (title: string): LogPage => ({
  title,
  selections: [
    { contextId: 'file#prod' as never, containers: [], target: { type: 'labels', selector: `app=${title}`, namespaces: ['shop'] } },
  ],
  start: { since: { type: 'all' }, tailLines: null, previous: false },
});

/** What a window keeps while its page is loaded again. */
class Kept {
  text: string | null = null;
  getItem(): string | null {
    return this.text;
  }
  setItem(_key: string, text: string): void {
    this.text = text;
  }
}

beforeEach(() => useDock.setState(emptyDock, true));

describe('the dock of a window', () => {
  it('is the same after its page was loaded again: tabs, panels side by side, and which was used', () => {
    const kept = new Kept();
    rememberDock(kept);
    openLogs(page('checkout'));
    openLogs(page('search'));
    showBeside(useDock.getState().tabs[0]?.id ?? '');
    const before = useDock.getState();
    expect(before.panes).toHaveLength(2);
    const text = kept.text;
    useDock.setState(emptyDock, true);
    const again = new Kept();
    again.text = text;
    rememberDock(again);
    const after = useDock.getState();
    const places = ({ tabs, panes }: typeof before) => panes.map((pane) => tabs.findIndex(({ id }) => id === pane));
    expect(after.tabs.map((tab) => ('page' in tab ? tab.page : tab.type))).toEqual([page('checkout'), page('search')]);
    expect([places(after), after.focus, after.size, after.height]).toEqual([places(before), before.focus, before.size, before.height]);
    // Nobody asked for it: the focus stays where it is.
    expect(after.asked).toBe(0);
  });

  it('begins empty where nothing was kept, or something else', () => {
    for (const text of [
      null,
      '',
      '{',
      '[]',
      '{"tabs":[]}',
      '{"tabs":[{"id":"a","type":"shell"}],"panes":["a"],"focus":0,"size":"normal","height":280}',
    ])
      expect(readDock(text)).toEqual(emptyDock);
  });

  it('brings a drain back that was watched', () => {
    const tabs = [{ id: 'a', type: 'drain', run: '20260203-140608-1a2b3c4d' }];
    expect(readDock(JSON.stringify({ tabs, panes: ['a'], focus: 0, size: 'normal', height: 300 }))).toMatchObject({ tabs, panes: ['a'] });
  });

  it('shows a tab although the panels that were kept are of others', () => {
    const tabs = [{ id: 'a', type: 'diagnostics' }];
    const text = JSON.stringify({ tabs, panes: ['gone', 'gone'], focus: 1, size: 'normal', height: 300 });
    expect(readDock(text)).toMatchObject({ panes: ['a'], focus: 0 });
  });

  it('works where nothing can be kept', () => {
    const refused = () => {
      throw new Error('no storage here');
    };
    rememberDock({ getItem: refused, setItem: refused });
    openLogs(page('checkout'));
    expect(useDock.getState().tabs).toHaveLength(1);
  });
});
