import { describe, expect, it } from 'vitest';
import { formatDelta, formatLogTime } from '../../../../renderer/features/logs/format-log-time.ts';

const at = { time: Date.UTC(2026, 10, 25, 13, 2, 29, 439), nanos: 1_234 };

describe('formatLogTime', () => {
  it('has milliseconds here and in UTC, and all digits when asked', () => {
    const local = new Date(at.time);
    expect(formatLogTime('local', at, null).main).toBe(local.toTimeString().slice(0, 8));
    expect(formatLogTime('local', at, null).rest).toBe('.439');
    expect(formatLogTime('utc', at, null)).toEqual({ main: '13:02:29', rest: '.439Z' });
    expect(formatLogTime('full', at, null)).toEqual({ main: '2026-11-25T13:02:29', rest: '.439001234Z' });
    expect(formatLogTime('none', at, null)).toEqual({ main: '', rest: '' });
  });

  it('gives the time since the row above, and nothing where that is not known', () => {
    expect(formatLogTime('delta', at, { time: at.time - 37, nanos: 0 }).main).toBe('+0.037s');
    expect(formatLogTime('delta', at, null).main).toBe('');
  });

  it('survives clocks that no calendar knows', () => {
    expect(formatLogTime('full', { time: 9e15, nanos: 0 }, null).main).toBe('????-??-??T??:??:??');
    expect(formatLogTime('utc', { time: -62_135_596_800_000, nanos: 0 }, null).main).toBe('00:00:00');
  });
});

describe('formatDelta', () => {
  it('takes at most nine letters', () => {
    expect(formatDelta(0)).toBe('+0.000s');
    expect(formatDelta(-2)).toBe('-0.002s');
    expect(formatDelta(99_999)).toBe('+99.999s');
    expect(formatDelta(723_000)).toBe('+12m03s');
    expect(formatDelta(7_260_000)).toBe('+2h01m');
    expect(formatDelta(864_000_000)).toBe('+10d');
    for (const ms of [99_999, 5_999_999, 359_999_999, 9e15]) expect(formatDelta(-ms).length).toBeLessThanOrEqual(12);
  });
});
