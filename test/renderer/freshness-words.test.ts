import { describe, expect, it } from 'vitest';
import { formatCountdown, formatElapsed } from '../../renderer/ui/format-time.ts';
import { freshnessWords } from '../../renderer/ui/freshness-words.ts';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { Freshness } from '../../shared/freshness.ts';

const now = 1_700_000_000_000;
const error: ClusterError = { kind: 'internal', message: '' };
const live = (ago: number): Freshness => ({ state: 'live', lastByteAt: now - ago, partial: null });

describe('freshnessWords', () => {
  it('calls a list live, quiet or stale by its last byte', () => {
    expect(freshnessWords(live(0), now)).toMatchObject({ kind: 'live', values: { elapsed: '0 s' } });
    expect(freshnessWords(live(14_999), now).kind).toBe('live');
    expect(freshnessWords(live(15_000), now)).toMatchObject({ kind: 'quiet', values: { elapsed: '15 s' } });
    expect(freshnessWords(live(60_000), now).kind).toBe('quiet');
    expect(freshnessWords(live(60_001), now)).toMatchObject({ kind: 'stale', key: 'fresh.stale' });
  });

  it('never counts below zero when clocks differ', () => {
    expect(freshnessWords(live(-5_000), now)).toMatchObject({ kind: 'live', values: { elapsed: '0 s' } });
  });

  it('tells the estimate only when there is one', () => {
    expect(freshnessWords({ state: 'listing', received: 1_500, about: null, lastByteAt: now }, now).key).toBe('fresh.listing');
    expect(freshnessWords({ state: 'listing', received: 1_500, about: 2_100, lastByteAt: now }, now)).toMatchObject({
      key: 'fresh.listingAbout',
      values: { received: 1_500, about: 2_100 },
    });
  });

  it('never calls rows live that are from before a rest, and tells their time', () => {
    const old: Freshness = { state: 'catching-up', since: now - 3_600_000 };
    expect(freshnessWords(old, now).key).toBe('fresh.catchingUp');
    expect(freshnessWords(old, now, true)).toMatchObject({ kind: 'listing', key: 'fresh.catchingUpShort', values: { elapsed: '1h00m' } });
  });

  it('tells a missing login from a server that is gone', () => {
    const failing = (cause: ClusterError): Freshness => ({ state: 'unreachable', since: now, error: cause, retryAt: null, attempt: 1 });
    const login: ClusterError = { kind: 'credentials', cause: 'rejected', command: '', exitCode: null, stderr: '', hint: '', detail: '' };
    expect(freshnessWords(failing(login), now, true).key).toBe('fresh.noLoginShort');
    expect(freshnessWords(failing(login), now).key).toBe('fresh.noLogin');
    expect(freshnessWords(failing(error), now, true).key).toBe('fresh.unreachableShort');
  });

  it('counts down to the next attempt, and says nothing of one that is parked', () => {
    const stale = (retryAt: number | null): Freshness => ({ state: 'stale', since: now - 185_000, error, retryAt, attempt: 2 });
    expect(freshnessWords(stale(now + 4_000), now)).toMatchObject({ key: 'fresh.staleRetry', values: { retry: '4 s' } });
    expect(freshnessWords(stale(null), now).key).toBe('fresh.stale');
    expect(freshnessWords(stale(now + 4_000), now, true)).toMatchObject({ key: 'fresh.staleShort', values: { elapsed: '3m05s' } });
  });
});

describe('formatCountdown', () => {
  it('rounds up, so that nothing is tried in no time', () => {
    expect([4_000, 3_001, 900, 0, -500, 59_500].map(formatCountdown)).toEqual(['4 s', '4 s', '1 s', '1 s', '1 s', '1m00s']);
  });
});

describe('formatElapsed', () => {
  it('grows by unit', () => {
    expect([0, 59_999, 60_000, 185_000, 3_600_000, 90_000_000].map(formatElapsed)).toEqual([
      '0 s',
      '59 s',
      '1m00s',
      '3m05s',
      '1h00m',
      '1d1h',
    ]);
  });
});
