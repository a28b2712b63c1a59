import { describe, expect, it } from 'vitest';
import { PageMessages } from '../../../renderer/bridge/page-messages.ts';
import { takeDrains, useDrains, watchDrains } from '../../../renderer/state/drains-store.ts';
import { drainOptionsSchema } from '../../../shared/drain.ts';
import { type DrainRun, type DrainsItem, drainPaceSchema } from '../../../shared/drain-run.ts';
import type { PageMessage } from '../../../shared/wire.ts';

function run(id: string, state: DrainRun['state'] = 'running'): DrainRun {
  const startedAt = Date.UTC(2026, 1, 3, 14, 6, 8);
  const options = drainOptionsSchema.parse({});
  return { id, state, startedAt, endedAt: null, givesUpAt: null, heldAt: null, options, pace: drainPaceSchema.parse({}), contexts: [] };
}

describe('takeDrains', () => {
  const before = takeDrains({ loaded: false, runs: [] }, { type: 'runs', runs: [run('a'), run('b')] });

  it('takes the place of everything with the first message, and again after a lost connection', () => {
    expect(before).toEqual({ loaded: true, runs: [run('a'), run('b')] });
    expect(takeDrains(before, { type: 'runs', runs: [run('b', 'done')] }).runs).toEqual([run('b', 'done')]);
  });

  it('changes one run in its place and leaves the others as they are', () => {
    const after = takeDrains(before, { type: 'run', run: run('a', 'paused') });
    expect(after.runs.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'paused'],
      ['b', 'running'],
    ]);
    expect(after.runs[1]).toBe(before.runs[1]);
  });

  it('adds a new run at the end and forgets what is forgotten', () => {
    const added = takeDrains(before, { type: 'run', run: run('c') });
    expect(added.runs.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(takeDrains(added, { type: 'forgotten', run: 'b' }).runs.map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

describe('watchDrains', () => {
  it('shows the runs as last seen while the connection is lost, and those of the next one after it', () => {
    const sent: PageMessage[] = [];
    const bridge = new PageMessages((message) => sent.push(message));
    const answer = (items: DrainsItem) => {
      const opened = sent.filter((message) => message.type === 'open').at(-1);
      if (opened?.type !== 'open') throw new Error('no stream was opened');
      bridge.receive({ type: 'event', id: opened.id, event: JSON.stringify({ type: 'items', items }) });
    };
    const stop = watchDrains(bridge);
    answer({ type: 'runs', runs: [run('a')] });
    bridge.reopenStreams();
    expect(useDrains.getState().runs).toEqual([run('a')]);
    answer({ type: 'runs', runs: [run('a', 'interrupted')] });
    expect(useDrains.getState().runs).toEqual([run('a', 'interrupted')]);
    stop();
    answer({ type: 'runs', runs: [] });
    expect(useDrains.getState().runs).toEqual([run('a', 'interrupted')]);
  });
});
