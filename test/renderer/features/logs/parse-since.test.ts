import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationWords, parseSince } from '../../../../renderer/features/logs/parse-since.ts';

const now = Date.UTC(2026, 10, 25, 14, 2, 49);
const since = (text: string, utc = true) => parseSince(text, now, utc);
const seconds = (text: string) => {
  const parsed = since(text);
  return parsed.ok && parsed.since.type === 'duration' ? parsed.since.seconds : parsed;
};
const time = (text: string, utc = true) => {
  const parsed = since(text, utc);
  return parsed.ok && parsed.since.type === 'time' ? new Date(parsed.since.time).toISOString() : parsed;
};

test.each([
  ['90m', 5_400],
  ['1h30m', 5_400],
  ['1 h 30 min', 5_400],
  ['90 s', 90],
  ['1.5h', 5_400],
  ['1,5 h', 5_400],
  ['2 jours', 172_800],
  ['2D', 172_800],
  ['1w', 604_800],
])('%s is a duration of %i s', (text, expected) => {
  expect(seconds(text)).toBe(expected);
});

test.each([
  ['14:02', '2026-11-25T14:02:00.000Z'],
  ['14:02:31', '2026-11-25T14:02:31.000Z'],
  ['2026-11-25', '2026-11-25T00:00:00.000Z'],
  ['2026-11-24 8:15', '2026-11-24T08:15:00.000Z'],
  ['2026-11-25T14:02:31Z', '2026-11-25T14:02:31.000Z'],
  ['2026-11-25T14:02:31.123456789Z', '2026-11-25T14:02:31.000Z'],
  ['2026-11-25T15:02:31+01:00', '2026-11-25T14:02:31.000Z'],
  ['2026-11-25T05:02:31-0900', '2026-11-25T14:02:31.000Z'],
])('%s is the moment %s', (text, expected) => {
  expect(time(text)).toBe(expected);
});

test('a time of day that has not come today means yesterday', () => {
  expect(time('23:50')).toBe('2026-11-24T23:50:00.000Z');
});

test('times without a zone are local unless UTC is asked for', () => {
  expect(time('2026-11-24 08:15', false)).toBe(new Date(2026, 10, 24, 8, 15).toISOString());
});

test.each([
  ['', 'empty'],
  ['  ', 'empty'],
  ['10', 'unreadable'],
  ['10 parsecs', 'unreadable'],
  ['25:00', 'unreadable'],
  ['2026-02-31', 'unreadable'],
  ['0s', 'unreadable'],
  ['2026-11-26', 'future'],
  ['400d', 'long'],
])('%j says nothing: %s', (text, problem) => {
  expect(since(text)).toEqual({ ok: false, problem });
});

test('whatever is typed, the answer is a start that the contract takes, or a reason', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-z :.+-]{1,20}$/)), fc.boolean(), (text, utc) => {
      const parsed = parseSince(text, now, utc);
      if (!parsed.ok) return;
      if (parsed.since.type === 'duration')
        expect(parsed.since.seconds).toSatisfy((s: number) => Number.isInteger(s) && s >= 1 && s <= 31_536_000);
      if (parsed.since.type === 'time') expect(parsed.since.time).toSatisfy((t: number) => Number.isInteger(t) && t >= 0 && t <= now);
    }),
  );
});

test('what is shown of a duration is read back as the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31_536_000 }), fc.constantFrom('en', 'fr'), (length, language) => {
      expect(seconds(durationWords(length, language))).toBe(length);
    }),
  );
});
