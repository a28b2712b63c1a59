import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDock } from '../../../renderer/state/dock-layout.ts';
import { closeTab, hideDock, openDrain, openLogs, toggleDiagnostics, useDock } from '../../../renderer/state/dock-store.ts';
import { asContextId } from '../../../shared/context-id.ts';
import { planLogs } from '../../../shared/plan-logs.ts';

const pods = { group: '', version: 'v1', resource: 'pods' };
function page(name: string) {
  const plan = planLogs(pods, [{ contextId: asContextId('/k#a'), namespace: 'shop', name }]);
  if (!plan.ok) throw new Error(plan.reason);
  return plan.page;
}
const titles = () => useDock.getState().tabs.map((tab) => (tab.type === 'logs' ? tab.page.title : tab.type));

describe('the store of the dock', () => {
  beforeEach(() => useDock.setState(emptyDock, true));

  it('opens a view once, and goes back to it', () => {
    openLogs(page('web'));
    openLogs(page('api'));
    const first = useDock.getState().tabs[0]?.id;
    const { asked } = useDock.getState();
    openLogs(page('web'));
    expect(titles()).toEqual(['web', 'api']);
    expect(useDock.getState().panes).toEqual([first]);
    expect(useDock.getState().asked).toBe(asked + 1);
  });

  it('watches a drain once, and goes back to it', () => {
    openDrain('one');
    openDrain('two');
    openDrain('one');
    const { tabs, panes } = useDock.getState();
    expect(tabs.map((tab) => (tab.type === 'drain' ? tab.run : tab.type))).toEqual(['one', 'two']);
    expect(panes).toEqual([tabs[0]?.id]);
  });

  it('opens the same pods twice when another part of their log is wanted', () => {
    openLogs(page('web'));
    openLogs({ ...page('web'), start: { since: { type: 'all' }, tailLines: null, previous: true } });
    expect(titles()).toEqual(['web', 'web']);
  });

  it('never gives an id twice', () => {
    openLogs(page('web'));
    const first = useDock.getState().tabs[0]?.id ?? '';
    closeTab(first);
    openLogs(page('web'));
    expect(useDock.getState().tabs[0]?.id).not.toBe(first);
  });

  it('shows diagnostics, brings them back where they are not seen, closes them where they are', () => {
    toggleDiagnostics();
    openLogs(page('web'));
    toggleDiagnostics();
    expect(titles()).toEqual(['diagnostics', 'web']);
    hideDock();
    toggleDiagnostics();
    expect(useDock.getState().size).toBe('normal');
    toggleDiagnostics();
    expect(titles()).toEqual(['web']);
  });
});
