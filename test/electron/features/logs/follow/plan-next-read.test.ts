import { expect, test } from 'vitest';
import type { ContainerFacts, TerminatedFacts } from '../../../../../electron/features/logs/follow/container-facts.ts';
import { nowhere, planNextRead, planPreviousRead, type ReadPlace } from '../../../../../electron/features/logs/follow/plan-next-read.ts';
import { planStart } from '../../../../../electron/features/logs/follow/plan-start.ts';
import { seemsRotated } from '../../../../../electron/features/logs/follow/seems-rotated.ts';

const ended = (containerId: string, exitCode = 1): TerminatedFacts => ({ exitCode, reason: 'Error', finishedAt: 1_000, containerId });

const running: ContainerFacts = {
  pod: 'present',
  podReason: '',
  state: 'running',
  waitingReason: '',
  containerId: 'b',
  restarts: 1,
  startedAt: 2_000,
  terminated: null,
  lastTerminated: ended('a'),
};
const fresh = nowhere;
const readingA: ReadPlace = { ...fresh, run: { containerId: 'a', restarts: 0 } };
const b = { containerId: 'b', restarts: 1 };

test('what runs is followed, what has ended is read to its end, and in a crash loop the last run is', () => {
  expect(planNextRead(running, fresh)).toEqual({ type: 'present', run: b, last: false });
  expect(planNextRead({ ...running, state: 'terminated', terminated: ended('b') }, fresh)).toEqual({ type: 'present', run: b, last: true });
  const looping = { ...running, state: 'waiting', waitingReason: 'CrashLoopBackOff', lastTerminated: ended('b') } as const;
  expect(planNextRead(looping, fresh)).toEqual({ type: 'present', run: b, last: true });
  expect(planNextRead(looping, { ...fresh, run: b, complete: true })).toEqual({
    type: 'wait',
    state: { state: 'waiting', reason: 'CrashLoopBackOff' },
  });
});

test('the rest of the run before is read first, once, and then the new one begins', () => {
  expect(planNextRead(running, readingA)).toEqual({ type: 'previous', run: readingA.run });
  expect(planNextRead(running, { ...readingA, complete: true })).toMatchObject({
    type: 'restarted',
    run: b,
    exit: ended('a'),
    missed: false,
  });
  expect(planNextRead(running, { ...readingA, restLost: true })).toMatchObject({ type: 'restarted', run: b, missed: true });
  expect(planNextRead(running, { ...readingA, restLost: true, endedProperly: true })).toMatchObject({ type: 'restarted', missed: false });
});

test('runs that were missed are said to be missing; the last of them is read', () => {
  const later = { ...running, containerId: 'd', restarts: 3, lastTerminated: ended('c') };
  const c = { containerId: 'c', restarts: 2 };
  expect(planNextRead(later, { ...readingA, complete: true })).toMatchObject({ type: 'restarted', run: c, missed: true });
  expect(planNextRead(later, { ...fresh, run: c })).toEqual({ type: 'previous', run: c });
});

test('without ids the count of restarts tells runs apart', () => {
  const bare = { ...running, containerId: '', lastTerminated: ended('') };
  expect(planNextRead(bare, { ...fresh, run: { containerId: '', restarts: 0 } })).toMatchObject({ type: 'previous' });
  expect(planNextRead(bare, { ...fresh, run: { containerId: '', restarts: 1 } })).toMatchObject({ type: 'present' });
});

test('a deleted pod is the end, and lines are missing only when the last answer broke off', () => {
  const deleted = { ...running, pod: 'deleted' } as const;
  expect(planNextRead(deleted, fresh)).toMatchObject({ type: 'end', reason: 'pod deleted', final: true, missed: false });
  expect(planNextRead(deleted, { ...readingA, endedProperly: true })).toMatchObject({ type: 'end', missed: false });
  expect(planNextRead(deleted, { ...readingA, readWhole: true })).toMatchObject({ type: 'end', missed: false });
  // An answer ended properly when the container had: that it had was told later.
  const told = { ...readingA, exit: ended('a') };
  expect(planNextRead(deleted, { ...told, endedAt: 1_000 })).toMatchObject({ type: 'end', missed: false });
  expect(planNextRead(deleted, { ...told, endedAt: 999 })).toMatchObject({ type: 'end', missed: true });
  expect(planNextRead(deleted, { ...readingA, endedAt: 1_000 })).toMatchObject({ type: 'end', missed: true });
  expect(planNextRead({ ...deleted, podReason: 'Evicted' }, readingA)).toMatchObject({ type: 'end', reason: 'Evicted', missed: true });
});

test('only the run before, when that is asked for: another one is not what was asked for', () => {
  expect(planPreviousRead(running, fresh)).toEqual({ type: 'previous', run: { containerId: 'a', restarts: 0 } });
  expect(planPreviousRead(running, { ...readingA, complete: true, exit: ended('a') })).toMatchObject({
    type: 'end',
    reason: 'Error',
    missed: false,
  });
  expect(planPreviousRead({ ...running, restarts: 2, lastTerminated: ended('b') }, readingA)).toMatchObject({ type: 'end', missed: true });
});

test('before the first line came the question stays what it was, in the words of a later time', () => {
  const place = { whole: false, attempts: 0, begunAt: 0, emptyAt: null };
  const tenMinutes = { since: { type: 'duration', seconds: 600 }, tailLines: 5, previous: false } as const;
  expect(planStart(tenMinutes, place, 0)).toEqual({ since: { seconds: 600 }, tailLines: 5 });
  expect(planStart(tenMinutes, { ...place, attempts: 3 }, 90_500)).toEqual({ since: { seconds: 691 }, tailLines: 5 });
  // Known to have been empty: what came since is all there is, and `tailLines` would leave out the oldest of it.
  expect(planStart(tenMinutes, { ...place, attempts: 3, emptyAt: 60_000 }, 90_500)).toEqual({ since: { seconds: 32 }, tailLines: null });
  const fromNow = { since: { type: 'all' }, tailLines: 0, previous: false } as const;
  expect(planStart(fromNow, place, 10)).toEqual({ since: null, tailLines: 0 });
  expect(planStart(fromNow, { ...place, attempts: 1 }, 2_500)).toEqual({ since: { seconds: 4 }, tailLines: null });
  expect(planStart(tenMinutes, { ...place, whole: true }, 0)).toEqual({ since: null, tailLines: null });
});

test('a line that nothing leads up to means a rotation only where one can have been', () => {
  const second = 1_000_000;
  expect(seemsRotated({ silentMs: 100, brokenMs: 2_000, apartMicros: 5 * second })).toBe(true);
  expect(seemsRotated({ silentMs: 100, brokenMs: 2_000, apartMicros: 0.2 * second })).toBe(false);
  // A clock was set back: how much was written between them, nobody can tell.
  expect(seemsRotated({ silentMs: 100, brokenMs: 2_000, apartMicros: -3_600 * second })).toBe(true);
  // Rotated while we listened and heard that nothing followed.
  expect(seemsRotated({ silentMs: 600_000, brokenMs: 2_000, apartMicros: 600 * second })).toBe(false);
  expect(seemsRotated({ silentMs: 600_000, brokenMs: 60_000, apartMicros: 600 * second })).toBe(true);
});
