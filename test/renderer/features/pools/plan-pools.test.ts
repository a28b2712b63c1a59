import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PoolCluster,
  percentOfFill,
  planPoolGroups,
  shapeOfPool,
  shortNodeName,
  shortVersion,
  shortZones,
  sumFills,
} from '../../../../renderer/features/pools/plan-pools.ts';
import { contextNamed, overviewWith } from '../overview/overview-fixture.ts';
import { capacityOf, fillOf, nodeNamed, poolNamed } from './pool-fixture.ts';

const unknownFill = { used: null, requested: null, limits: null, allocatable: null };

describe('pools of the clusters in scope', () => {
  const cluster = (old = false): PoolCluster => ({
    context: contextNamed('kapsule-prod'),
    overview: overviewWith([], {
      pools: [poolNamed('pool-a'), poolNamed('pool-gpu', { instanceTypes: ['L4-1-24G'] })],
      capacity: capacityOf(['pool-a-1', 'pool-a-2', 'pool-a-3', 'pool-gpu-1', 'pool-gpu-2', 'pool-gpu-3'].map((name) => nodeNamed(name))),
    }),
    old,
  });

  it('sums what the nodes of each pool use and are asked for', () => {
    const [group] = planPoolGroups([cluster()], '');
    expect(group?.rows?.map(({ pool, cpu }) => [pool.name, cpu.used, cpu.requested, cpu.allocatable])).toEqual([
      ['pool-a', 3_000, 6_000, 12_000],
      ['pool-gpu', 3_000, 6_000, 12_000],
    ]);
    expect([group?.pools, group?.nodes]).toEqual([2, 6]);
  });

  it('lets the filter look at names and machines, and still counts all', () => {
    const [group] = planPoolGroups([cluster()], ' L4-1 ');
    expect(group?.rows?.map(({ pool }) => pool.name)).toEqual(['pool-gpu']);
    expect(group?.pools).toBe(2);
  });

  it('knows no use and no requests of a cluster that is out of reach, and keeps its pools as last seen', () => {
    const [group] = planPoolGroups([cluster(true)], '');
    expect(group?.rows?.[0]).toMatchObject({ shape: 'stale', cpu: { used: null, requested: null, allocatable: 12_000 } });
  });

  it('says nothing of the pools of a cluster whose nodes nobody has read', () => {
    const [group] = planPoolGroups([{ context: contextNamed('eks'), overview: overviewWith(), old: false }], '');
    expect(group).toMatchObject({ rows: null, pools: 0, bounds: 'none' });
  });

  it('names the one place that bounds come from, and the reason where there is none', () => {
    const known = { known: true, min: 1, max: 3, target: 2, autoscaled: true, limits: [], from: 'autoscaler-status' } as const;
    const boundsOf = (...pools: ReturnType<typeof poolNamed>[]) =>
      planPoolGroups([{ context: contextNamed('one'), overview: overviewWith([], { pools }), old: false }], '')[0]?.bounds;
    expect(boundsOf(poolNamed('a'))).toBe('not-in-api');
    expect(boundsOf(poolNamed('a', { bounds: known }), poolNamed('b'))).toBe('autoscaler-status');
    expect(boundsOf(poolNamed('a', { bounds: known }), poolNamed('b', { bounds: { ...known, from: 'karpenter-node-pool' } }))).toBe(
      'several',
    );
  });
});

describe('the sum of fills', () => {
  it('is at least what is measured where some nodes are silent, and says of how many', () => {
    expect(sumFills([fillOf(1, 2, 4), fillOf(null, 2, 4)])).toMatchObject({ used: 1, requested: 4, allocatable: 8, measured: 1, of: 2 });
  });

  it('is unknown, and not zero, where nothing is known', () => {
    expect(sumFills([unknownFill])).toMatchObject({ used: null, requested: null, limits: null, allocatable: null });
    expect(sumFills([])).toMatchObject({ used: null, requested: null, allocatable: null });
  });

  it('never makes a number of an unknown request or room', () => {
    const part = fc.option(fc.nat(1_000_000), { nil: null });
    const fill = fc.record({ used: part, requested: part, limits: part, allocatable: part });
    fc.assert(
      fc.property(fc.array(fill), (fills) => {
        const sum = sumFills(fills);
        for (const what of ['requested', 'limits', 'allocatable'] as const) {
          expect(sum[what] === null).toBe(fills.length === 0 || fills.some((one) => one[what] === null));
        }
        expect(sum.used === null).toBe(fills.every(({ used }) => used === null));
      }),
    );
  });
});

describe('how a pool is', () => {
  it('is the worst of what is to know about it', () => {
    const notReady = { kind: 'not-ready', nodes: ['a-1'], since: null } as const;
    expect(shapeOfPool(poolNamed('a', { notes: [{ kind: 'at-maximum', max: 4 }, notReady] }))).toBe('broken');
    expect(shapeOfPool(poolNamed('a', { notes: [{ kind: 'at-maximum', max: 4 }] }))).toBe('attention');
  });

  it('is fine where a plain fact or an expected removal is all there is, and nothing yet without nodes', () => {
    expect(shapeOfPool(poolNamed('a', { notes: [{ kind: 'tainted', taints: [] }] }))).toBe('ok');
    expect(shapeOfPool(poolNamed('a', { notes: [{ kind: 'being-removed', nodes: ['a-1'], by: 'karpenter' }] }))).toBe('progressing');
    expect(shapeOfPool(poolNamed('a', { nodes: [] }))).toBe('none');
  });
});

describe('short words', () => {
  it('cuts from zones what the region beside them says', () => {
    expect(shortZones(['eu-west-3a', 'eu-west-3b'], ['eu-west-3'])).toEqual(['3a', '3b']);
    expect(shortZones(['fr-par-1', 'fr-par-2'], ['fr-par'])).toEqual(['fr-par-1', '2']);
    expect(shortZones(['GRA11'], ['GRA11'])).toEqual(['GRA11']);
    expect(shortZones(['a', 'b'], [])).toEqual(['a', 'b']);
  });

  it('names a node by what tells it from the others', () => {
    expect(shortNodeName('node-gra-b2-30-7f4e', ['node-gra-b2-30-7f4e', 'node-gra-b2-30-11ac'])).toBe('7f4e');
    expect(shortNodeName('alone', ['alone'])).toBe('alone');
  });

  it('leaves out what a build adds to a version', () => {
    expect(shortVersion('v1.34.1-eks-113cf36')).toBe('v1.34.1');
    expect(shortVersion('odd')).toBe('odd');
  });

  it('cuts shares off as kubectl does, and has none of nothing', () => {
    expect(percentOfFill(999, 1_000)).toBe(99);
    expect(percentOfFill(1, 0)).toBeNull();
    expect(percentOfFill(null, 10)).toBeNull();
  });
});
