import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageMessages } from '../../../renderer/bridge/page-messages.ts';
import { OverviewStreams, useOverviewStore } from '../../../renderer/state/overview-store.ts';
import { asContextId } from '../../../shared/context-id.ts';
import type { PageMessage } from '../../../shared/wire.ts';

const a = asContextId('/kube/config#a');
const b = asContextId('/kube/config#b');

describe('OverviewStreams', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    useOverviewStore.setState({ byContext: new Map() });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function start() {
    const sent: PageMessage[] = [];
    const bridge = new PageMessages((message) => sent.push(message));
    const opened = () => sent.filter((message) => message.type === 'open');
    const tell = (at: number, open = opened().at(-1)) => {
      if (open?.type !== 'open') throw new Error('no stream was opened');
      bridge.receive({ type: 'event', id: open.id, event: JSON.stringify({ type: 'items', items: { at } }) });
    };
    const end = () => {
      const open = opened().at(-1);
      if (open?.type === 'open') bridge.receive({ type: 'event', id: open.id, event: JSON.stringify({ type: 'end', error: null }) });
    };
    return {
      sent,
      opened,
      tell,
      end,
      streams: new OverviewStreams(bridge),
      closed: () => sent.filter(({ type }) => type === 'close').length,
    };
  }
  const shown = (id: typeof a) => useOverviewStore.getState().byContext.get(id)?.at;

  it('opens one stream for a context however many look, and closes it some seconds after the last', () => {
    const { streams, opened, closed } = start();
    const [first, second] = [streams.follow(a), streams.follow(a)];
    expect(opened()).toMatchObject([{ channel: 'overview.watch', args: { contextId: a } }]);
    first();
    first();
    vi.advanceTimersByTime(60_000);
    expect(closed()).toBe(0);
    second();
    vi.advanceTimersByTime(4_900);
    expect(closed()).toBe(0);
    vi.advanceTimersByTime(200);
    expect(closed()).toBe(1);
  });

  it('goes on with the same stream when somebody comes back in time', () => {
    const { streams, opened, closed } = start();
    streams.follow(a)();
    vi.advanceTimersByTime(3_000);
    streams.follow(a);
    vi.advanceTimersByTime(60_000);
    expect([opened().length, closed()]).toEqual([1, 0]);
  });

  it('shows what comes at once, and what comes close behind it together', () => {
    const { streams, opened, tell } = start();
    streams.follow(a);
    streams.follow(b);
    const [ofA, ofB] = opened();
    let drawn = 0;
    const stop = useOverviewStore.subscribe(() => drawn++);
    tell(1, ofA);
    expect(shown(a)).toBe(1);
    tell(2, ofA);
    tell(3, ofB);
    tell(4, ofA);
    vi.advanceTimersByTime(300);
    expect([shown(a), shown(b), drawn]).toEqual([4, 3, 2]);
    stop();
  });

  it('keeps what was last told when its stream is over, and opens it again while somebody looks', () => {
    const { streams, opened, tell, end } = start();
    const release = streams.follow(a);
    tell(7);
    end();
    expect(shown(a)).toBe(7);
    vi.advanceTimersByTime(2_100);
    expect(opened().length).toBe(2);
    tell(8);
    vi.advanceTimersByTime(300);
    expect(shown(a)).toBe(8);
    end();
    release();
    vi.advanceTimersByTime(60_000);
    expect(opened().length).toBe(2);
  });

  it('does not close a stream that was opened after the one that is over', () => {
    const { streams, opened, closed } = start();
    const release = streams.follow(a);
    release();
    vi.advanceTimersByTime(6_000);
    streams.follow(a);
    release();
    vi.advanceTimersByTime(60_000);
    expect([opened().length, closed()]).toEqual([2, 1]);
  });
});
