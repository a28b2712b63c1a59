import { describe, expect, it } from 'vitest';
import { conditionKey, conditionOf } from '../../../../renderer/features/overview/cluster-condition.ts';
import { sortByTrouble, sumPods } from '../../../../renderer/features/overview/plan-fleet.ts';
import { unknownStatus } from '../../../../renderer/state/contexts-store.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import { clusterNamed, now, overviewWith, problemOf, unreachable } from './overview-fixture.ts';

const forbidden: Freshness = {
  state: 'forbidden',
  since: now,
  error: { kind: 'status', code: 403, reason: 'Forbidden', message: 'no', causes: [], retryAfterSeconds: null },
  retryAt: null,
};
const listing: Freshness = { state: 'listing', received: 500, about: 2_000, lastByteAt: now };

describe('planCluster', () => {
  it('is as bad as its worst problem that needs a person', () => {
    const attention = problemOf('b', { severity: 'attention' });
    expect(clusterNamed('a', overviewWith([problemOf('a'), attention]))).toMatchObject({
      state: 'broken',
      counts: { broken: 1, attention: 1 },
    });
    expect(clusterNamed('a', overviewWith([attention]))).toMatchObject({ state: 'attention', worst: attention });
  });

  it('counts neither what is ignored nor what is expected', () => {
    const drained = problemOf('node', { expected: 'drain' });
    const ignored = problemOf('old');
    const cluster = clusterNamed('a', overviewWith([drained, ignored]), undefined, (_, { object }) => object.name === 'old');
    expect(cluster).toMatchObject({ state: 'ok', worst: null, counts: { broken: 0, attention: 0, unknown: 0 } });
  });

  it('counts problems beyond those that were sent', () => {
    const counts = { broken: 700, attention: 3, unknown: 0 };
    expect(clusterNamed('a', overviewWith([problemOf('a')], { problemCounts: counts })).counts).toEqual(counts);
  });

  it('says nothing is wrong only where rules could look', () => {
    const sources = overviewWith().sources;
    expect(clusterNamed('a', overviewWith()).state).toBe('ok');
    expect(clusterNamed('a', null).state).toBe('progressing');
    expect(clusterNamed('a', overviewWith([], { sources: {} })).state).toBe('progressing');
    expect(clusterNamed('a', overviewWith([], { sources: { ...sources, pods: listing } })).state).toBe('progressing');
    expect(clusterNamed('a', overviewWith([], { sources: { ...sources, nodes: forbidden } })).state).toBe('unknown');
  });

  it('is unknown while it is out of reach, whatever was seen last, and says what that was', () => {
    expect(clusterNamed('a', overviewWith(), unreachable)).toMatchObject({ state: 'unknown', old: true, was: 'ok' });
    expect(clusterNamed('a', overviewWith([problemOf('a')]), unreachable)).toMatchObject({ state: 'unknown', was: 'broken' });
    expect(clusterNamed('a', null, unreachable)).toMatchObject({ state: 'unknown', old: false, was: null });
    const neverAnswered = overviewWith([], { pods: null, nodes: null });
    expect(clusterNamed('a', neverAnswered, unreachable)).toMatchObject({ state: 'unknown', overview: null, old: false, was: null });
  });

  it('is as old as the moment it was lost, even when it was told once more since', () => {
    const told = overviewWith([], { at: now });
    expect(clusterNamed('a', told, unreachable).seenAt).toBe(now - 185_000);
    expect(clusterNamed('a', told).seenAt).toBe(now);
  });

  it('claims nothing about a cluster that is not connected', () => {
    expect(clusterNamed('a', null, null)).toMatchObject({ state: 'off', was: null, worst: null });
  });
});

describe('conditionOf', () => {
  it('is the same for as long as only the time of the last byte changes', () => {
    const status = (lastByteAt: number) => ({
      ...unknownStatus,
      connected: true,
      freshness: { state: 'live', lastByteAt, partial: null } as const,
    });
    const keys = [now - 2_000, now - 1_000, now].map((at) => conditionKey(conditionOf(status(at), now)));
    expect(new Set(keys).size).toBe(1);
  });

  it('does not believe that a list is live which has been silent for minutes', () => {
    const silent = { ...unknownStatus, connected: true, freshness: { state: 'live', lastByteAt: now - 180_000, partial: null } as const };
    expect(conditionOf(silent, now)).toMatchObject({ kind: 'stale', since: now - 180_000 });
  });
});

describe('sortByTrouble', () => {
  it('puts the worst first and leaves the rest in the order of the user', () => {
    const clusters = [
      clusterNamed('fine-1', overviewWith()),
      clusterNamed('off', null, null),
      clusterNamed('look', overviewWith([problemOf('a', { severity: 'attention' })])),
      clusterNamed('gone', overviewWith(), unreachable),
      clusterNamed('one', overviewWith([problemOf('a')])),
      clusterNamed('fine-2', overviewWith()),
      clusterNamed('two', overviewWith([problemOf('a'), problemOf('b')])),
    ];
    expect(sortByTrouble(clusters).map(({ context }) => context.name)).toEqual(['two', 'one', 'gone', 'look', 'fine-1', 'fine-2', 'off']);
  });
});

describe('sumPods', () => {
  it('adds what is known, and is unknown where nothing is', () => {
    expect(sumPods([clusterNamed('a', overviewWith()), clusterNamed('b', null), clusterNamed('c', overviewWith())])).toBe(80);
    expect(sumPods([clusterNamed('b', null)])).toBeNull();
  });
});
