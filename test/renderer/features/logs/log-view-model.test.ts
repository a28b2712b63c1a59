import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useConnection } from '../../../../renderer/bridge/connection.ts';
import { emptyFilter } from '../../../../renderer/features/logs/log-view-model.ts';
import { logSource } from './log-source.ts';
import { counts, line, lines, scriptedModel, settled } from './scripted-bridge.ts';

const timeout = { text: 'timeout', regex: false, matchCase: false };

describe('LogViewModel', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    useConnection.setState({ state: 'open' }, true);
  });
  afterEach(() => void vi.useRealTimers());

  it('opens a view of its own and follows its end', () => {
    const { opens, lastCall, model } = scriptedModel();
    const args = opens()[0];
    expect(args).toMatchObject({ channel: 'logs.view', args: { start: { tailLines: null } } });
    expect(lastCall('logs.follow')).toMatchObject({ rows: 60 });
    expect(model.slices.get('status')).toEqual({ state: 'opening' });
    expect(model.slices.get('follow')).toEqual({ following: true, newer: 0, pausedAt: null });
  });

  it('keeps what was said of each source, and wakes only those who look at what changed', () => {
    const { model, say } = scriptedModel();
    const woken: string[] = [];
    model.slices.subscribe('sources', () => woken.push('sources'));
    model.slices.subscribe('counts', () => woken.push('counts'));
    say({ sources: [logSource({ number: 0 }), logSource({ number: 1 })] });
    say({ sources: [logSource({ number: 1, lines: 7 })] });
    say({ counts: counts(3) });
    expect(woken).toEqual(['sources', 'sources', 'counts']);
    expect([...model.slices.get('sources').values()].map(({ number, lines: received }) => [number, received])).toEqual([
      [0, 0],
      [1, 7],
    ]);
  });

  it('shows the tail that comes while following, and reads nothing for it', () => {
    const { model, say, calls } = scriptedModel();
    say({ counts: counts(100), tail: { from: 40, rows: lines(40, 100) } });
    model.want(60, 100);
    expect(model.row(99)).toMatchObject({ id: 99 });
    expect(model.slices.get('tail')?.from).toBe(40);
    // Only what is read ahead.
    expect(calls('logs.read').map(({ args }) => args)).toMatchObject([{ from: 0, count: 100 }]);
  });

  it('reads what is on screen first, then what is around it, three windows at once, each once', async () => {
    const { model, say, calls, answer } = scriptedModel();
    say({ counts: counts(2_000_000) });
    model.want(1_000_100, 1_000_140);
    model.want(1_000_100, 1_000_140);
    const asked = () => calls('logs.read').map(({ args }) => (args as { from: number }).from);
    expect(asked()).toEqual([1_000_000, 1_000_200, 1_000_400]);
    await answer('logs.read', ({ from, count }) => ({ from, visible: 2_000_000, rows: lines(from, from + count) }));
    expect(asked()).toEqual([1_000_000, 1_000_200, 1_000_400, 999_600, 999_800]);
    await answer('logs.read', ({ from, count }) => ({ from, visible: 2_000_000, rows: lines(from, from + count) }));
    expect(asked()).toHaveLength(5);
    expect(model.row(1_000_120)).toMatchObject({ id: 1_000_120 });
  });

  it('reads only where a drag stopped, not all it passed', async () => {
    const { model, say, calls, answer } = scriptedModel();
    say({ counts: counts(2_000_000) });
    for (let position = 0; position < 1_000_000; position += 1_000) model.want(position, position + 40);
    expect(calls('logs.read')).toHaveLength(3);
    model.want(1_500_000, 1_500_040);
    for (let turn = 0; turn < 5; turn++)
      await answer('logs.read', ({ from, count }) => ({ from, visible: 2_000_000, rows: lines(from, from + count) }));
    expect(calls('logs.read').length).toBeLessThan(10);
    expect(model.row(1_500_020)).toMatchObject({ id: 1_500_020 });
  });

  it('does not ask again and again where fewer rows come than there should be', async () => {
    const { model, say, calls, answer } = scriptedModel();
    say({ counts: counts(1_000) });
    model.want(0, 40);
    for (let turn = 0; turn < 50; turn++) await answer('logs.read', ({ from }) => ({ from, visible: 10, rows: lines(from, from + 1) }));
    expect(calls('logs.read').length).toBeLessThanOrEqual(6);
  });

  it('reads rows again from where they changed, and shows the old ones until then', async () => {
    const { model, say, calls, answer } = scriptedModel();
    say({ counts: counts(200) });
    model.want(0, 40);
    await answer('logs.read', ({ from, count }) => ({ from, visible: 200, rows: lines(from, from + count) }));
    say({ counts: counts(200), changedFrom: 20 });
    expect(model.row(30)).toMatchObject({ id: 30 });
    model.want(0, 40);
    expect(calls('logs.read')).toHaveLength(2);
    await answer('logs.read', ({ from, count }) => ({ from, visible: 200, rows: lines(from + 1, from + count + 1) }));
    expect(model.row(30)).toMatchObject({ id: 31 });
  });

  it('has no line twice while lines are moving: it is where it was said to be last', async () => {
    const { model, say, answer } = scriptedModel();
    say({ counts: counts(100) });
    model.want(0, 100);
    await answer('logs.read', ({ from, count }) => ({ from, visible: 100, rows: lines(from, from + count) }));
    // Two late lines: the tail has all others two further down, what is above has not been read again.
    say({ counts: counts(102), changedFrom: 10, tail: { from: 52, rows: lines(50, 100) } });
    const rows = model.rows(0, 102);
    const ids = rows.flatMap((row) => (row ? [row.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(rows[52]?.id).toBe(50);
    expect(rows.slice(50, 52)).toEqual([null, null]);
    expect(rows[49]?.id).toBe(49);
    // Lines that moved up.
    say({ counts: counts(98), changedFrom: 0, tail: { from: 0, rows: lines(4, 54) } });
    const after = model.rows(0, 98).flatMap((row) => (row ? [row.id] : []));
    expect(new Set(after).size).toBe(after.length);
    expect(after.slice(0, 50)).toEqual(lines(4, 54).map(({ id }) => id));
  });

  it('counts what comes after the pause, and not what was seen of it since', () => {
    const { model, say, lastCall } = scriptedModel();
    say({ counts: counts(100), tail: { from: 40, rows: lines(40, 100) } });
    model.follow(false);
    expect(lastCall('logs.follow')).toMatchObject({ rows: 0 });
    expect(model.slices.get('tail')).toBeNull();
    say({ counts: counts(412) });
    expect(model.slices.get('follow').newer).toBe(312);
    model.seen(200);
    model.seen(150);
    expect(model.slices.get('follow').newer).toBe(212);
    model.follow(true);
    expect(model.slices.get('follow')).toEqual({ following: true, newer: 0, pausedAt: null });
    expect(lastCall('logs.follow')).toMatchObject({ rows: 60 });
  });

  it('counts only lines after the last one seen when another filter moved it', async () => {
    const { model, say, answer, lastCall } = scriptedModel();
    say({ counts: counts(100), tail: { from: 40, rows: lines(40, 100) } });
    model.follow(false);
    say({ counts: counts(30), changedFrom: 0 });
    expect(lastCall('logs.locate')).toMatchObject({ at: { id: 99 } });
    await answer('logs.locate', () => ({ position: 24, id: 99 }));
    expect(model.slices.get('follow').newer).toBe(5);
  });

  it('sends a filter, and says how far it is and why it failed', async () => {
    const { model, say, answer, lastCall } = scriptedModel();
    const filter = { ...emptyFilter, include: [timeout] };
    const result = model.setFilter(filter);
    expect(lastCall('logs.filter')).toMatchObject({ filter });
    say({ filter: { progress: 0.5, error: null } });
    expect(model.slices.get('filter')).toEqual({ filter, progress: 0.5, error: null });
    await answer('logs.filter', () => null);
    expect(await result).toEqual({ ok: true, value: null });
    expect(model.slices.get('filter').progress).toBe(0.5);
    say({ filter: { progress: 1, error: 'took too long' } });
    expect(model.slices.get('filter').error).toBe('took too long');
  });

  it('goes from hit to hit, from where the last one is by now, and stops following', async () => {
    const { model, say, answer, lastCall } = scriptedModel();
    say({ counts: counts(100) });
    void model.search(timeout);
    say({ search: { search: 1, found: 47, progress: 1, error: null } });
    void model.nextHit();
    await settled();
    expect(lastCall('logs.hit')).toMatchObject({ search: 1, from: -1, backwards: false });
    await answer('logs.hit', () => ({ position: 7, id: 70, ordinal: 0 }));
    expect(model.slices.get('search')).toMatchObject({ found: 47, current: { position: 7, ordinal: 0 } });
    expect(model.slices.get('reveal')).toMatchObject({ place: { position: 7, id: 70 } });
    expect(model.slices.get('follow').following).toBe(false);
    void model.previousHit();
    await settled();
    await answer('logs.locate', () => ({ position: 9, id: 70 }));
    expect(lastCall('logs.hit')).toMatchObject({ from: 9, backwards: true });
  });

  it('goes to the nearest hit, not to the nearest that was found so far', async () => {
    const { model, say, calls } = scriptedModel();
    say({ counts: counts(100) });
    void model.search(timeout);
    say({ search: { search: 1, found: 3, progress: 0.4, error: null } });
    void model.previousHit();
    await settled();
    expect(calls('logs.hit')).toHaveLength(0);
    say({ search: { search: 1, found: 7, progress: 1, error: null } });
    await settled();
    expect(calls('logs.hit')).toHaveLength(1);
    // A search that does not end must not make the key do nothing.
    void model.search({ ...timeout, text: 'slow' });
    void model.nextHit();
    await settled();
    expect(calls('logs.hit')).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    await settled();
    expect(calls('logs.hit')).toHaveLength(2);
  });

  it('does not mix what an earlier search said into the present one, and reads rows again for their hits', async () => {
    const { model, say, answer, calls } = scriptedModel();
    say({ counts: counts(100) });
    model.want(0, 40);
    await answer('logs.read', ({ from, count }) => ({ from, visible: 100, rows: lines(from, from + count) }));
    void model.search(timeout);
    void model.search({ ...timeout, text: 'refused' });
    say({ search: { search: 1, found: 47, progress: 1, error: null } });
    expect(model.slices.get('search')).toMatchObject({ found: 0, pattern: { text: 'refused' } });
    await answer('logs.search', () => null);
    model.want(0, 40);
    expect(calls('logs.read')).toHaveLength(2);
    void model.search(null);
    expect(model.slices.get('search')).toBeNull();
  });

  it('opens the view again when its thread died, with the same filter and search, and says so', async () => {
    const { model, say, event, opens, lastCall } = scriptedModel();
    const died = { kind: 'internal', message: 'the log thread ended' } as const;
    say({ counts: counts(100), tail: { from: 98, rows: [line(98), line(99)] } });
    const filter = { ...emptyFilter, exclude: [timeout] };
    void model.setFilter(filter);
    void model.search(timeout);
    model.follow(false);
    event({ type: 'end', error: died });
    expect(model.slices.get('status')).toMatchObject({ state: 'broken', error: died });
    // What was read stays on screen until then.
    expect(model.row(99)).toMatchObject({ id: 99 });
    vi.advanceTimersByTime(499);
    expect(opens()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(opens()).toHaveLength(2);
    const [first, second] = opens().map((message) => ('args' in message ? (message.args as { view: string }) : { view: '' }));
    expect(second?.view).not.toBe(first?.view);
    expect(lastCall('logs.filter')).toMatchObject({ view: second?.view, filter });
    expect(lastCall('logs.search')).toMatchObject({ view: second?.view, pattern: timeout });
    expect(lastCall('logs.follow')).toMatchObject({ view: second?.view, rows: 60 });
    expect(model.row(99)).toBeNull();
    say({ counts: counts(5) });
    expect(model.slices.get('status')).toMatchObject({ state: 'open', reopened: { error: died } });
    expect(model.slices.get('counts').visible).toBe(5);
  });

  it('reads anew with another start, at the end again, and says nothing of a break', () => {
    const { model, say, opens, closed } = scriptedModel();
    say({ counts: counts(100), tail: { from: 98, rows: [line(98), line(99)] } });
    model.follow(false);
    model.restart({ start: { since: { type: 'duration', seconds: 60 }, tailLines: 10, previous: true } });
    expect(closed()).toContain(opens()[0]?.id);
    expect(opens()[1]).toMatchObject({ args: { start: { tailLines: 10, previous: true }, selections: model.options.selections } });
    expect(model.slices.get('follow')).toEqual({ following: true, newer: 0, pausedAt: null });
    say({ counts: counts(5) });
    expect(model.slices.get('status')).toEqual({ state: 'open', reopened: null });
  });

  it('waits longer each time a view ends at once', () => {
    const { event, opens } = scriptedModel();
    for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
      const before = opens().length;
      event({ type: 'end', error: null });
      vi.advanceTimersByTime(wait - 1);
      expect(opens()).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(opens()).toHaveLength(before + 1);
    }
  });

  it('opens one new view when the page was cut off from Timonier, once, and not the old one', async () => {
    const { bridge, opens, model, say } = scriptedModel();
    const ended = { state: 'ended', reason: 'Completed', exitCode: 0, at: 1 } as const;
    say({ sources: [logSource({ number: 0 }), logSource({ number: 1, state: ended })] });
    useConnection.setState({ state: 'lost', since: 0, retryAt: 1 }, true);
    expect(model.slices.get('status')).toMatchObject({ state: 'broken', retryAt: null });
    // Nobody knows any more what the one that was followed does.
    expect(model.slices.get('sources').get(0)?.state).toMatchObject({ state: 'broken', error: { host: 'Timonier' } });
    expect(model.slices.get('sources').get(1)?.state).toEqual(ended);
    // As the socket bridge does it: the state first, then every stream that is open.
    useConnection.setState({ state: 'open' }, true);
    bridge.reopenStreams();
    await settled();
    const views = opens().map((message) => ('args' in message ? (message.args as { view: string }).view : ''));
    expect(views).toHaveLength(2);
    expect(new Set(views).size).toBe(2);
  });

  it('saves lines as one file, in the order they came', async () => {
    const { model, event, opens } = scriptedModel();
    const sizes: number[] = [];
    const saved = model.save(
      { what: 'all', format: 'plain', timestamps: false, prefix: false },
      new AbortController().signal,
      (characters) => sizes.push(characters),
    );
    expect(opens('logs.save')).toHaveLength(1);
    event({ type: 'items', items: { text: 'one\n' } }, 'logs.save');
    event({ type: 'items', items: { text: 'zwölf\n' } }, 'logs.save');
    event({ type: 'items', items: { text: '', missing: 3 } }, 'logs.save');
    event({ type: 'end', error: null }, 'logs.save');
    const result = await saved;
    expect(result).toMatchObject({ ok: true, value: { missing: 3 } });
    expect(result.ok && (await result.value.blob.text())).toBe('one\nzwölf\n');
    expect(sizes).toEqual([4, 10, 10]);
  });

  it('stops saving when asked to, and says when it failed', async () => {
    const { model, event, closed, opens } = scriptedModel();
    const stop = new AbortController();
    const stopped = model.save({ what: 'all', format: 'ndjson', timestamps: true, prefix: true }, stop.signal);
    const id = opens('logs.save').at(-1)?.id;
    stop.abort();
    expect((await stopped).ok).toBe(false);
    expect(closed()).toContain(id);
    const failed = model.save({ what: 'all', format: 'ndjson', timestamps: true, prefix: true }, new AbortController().signal);
    event({ type: 'end', error: { kind: 'internal', message: 'no space' } }, 'logs.save');
    expect(await failed).toMatchObject({ ok: false, error: { message: 'no space' } });
  });

  it('is silent after it was closed', () => {
    const { model, say, event, closed, opens } = scriptedModel();
    const id = opens()[0]?.id;
    model.close();
    expect(closed()).toContain(id);
    say({ counts: counts(5) });
    event({ type: 'end', error: null });
    vi.advanceTimersByTime(60_000);
    useConnection.setState({ state: 'lost', since: 0, retryAt: 1 }, true);
    useConnection.setState({ state: 'open' }, true);
    expect(model.slices.get('counts').visible).toBe(0);
    expect(model.slices.get('status')).toEqual({ state: 'closed' });
    expect(opens()).toHaveLength(1);
  });
});
