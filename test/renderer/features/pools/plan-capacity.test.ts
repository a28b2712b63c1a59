import { describe, expect, it } from 'vitest';
import { formatBytesShort, formatCores } from '../../../../renderer/features/pools/format-amount.ts';
import { planCapacityRows } from '../../../../renderer/features/pools/plan-capacity.ts';
import { overviewWith } from '../overview/overview-fixture.ts';
import { capacityOf, fillOf, nodeNamed, poolNamed } from './pool-fixture.ts';

const gib = 2 ** 30;

describe('capacity by pool', () => {
  const overview = overviewWith([], {
    pools: [poolNamed('a', { nodes: ['a-1', 'a-2'] })],
    capacity: capacityOf([
      nodeNamed('a-1', { cpu: fillOf(null, 3_900, 4_000), memory: fillOf(null, 1 * gib, 16 * gib) }),
      nodeNamed('a-2', { cpu: fillOf(null, 2_000, 4_000), memory: fillOf(null, 8 * gib, 16 * gib) }),
      nodeNamed('stray', { unschedulable: true }),
    ]),
  });

  it('has a row for each pool, and its nodes only where it is opened', () => {
    expect(planCapacityRows(overview, new Set()).map(({ name }) => name)).toEqual(['a', '']);
    expect(planCapacityRows(overview, new Set(['pool scaleway/a'])).map(({ name }) => name)).toEqual(['a', 'a-1', 'a-2', '']);
  });

  it('finds the largest pod on one node, not in the sum of what is free', () => {
    const [pool] = planCapacityRows(overview, new Set());
    expect(pool?.room).toEqual({ cpu: 2_000, memory: 8 * gib });
  });

  it('has no room on a node that takes no new pods, and says why', () => {
    const rows = planCapacityRows(overview, new Set(['pool']));
    expect(rows.at(-1)).toMatchObject({ name: 'stray', room: null, closed: 'cordoned' });
  });

  it('has no room where CPU, memory or places for pods are used up, or nobody knows', () => {
    const roomOf = (more: Parameters<typeof nodeNamed>[1]) =>
      planCapacityRows(overviewWith([], { capacity: capacityOf([nodeNamed('n', more)]) }), new Set())[0]?.room;
    expect(roomOf({ cpu: fillOf(null, 4_000, 4_000) })).toBeNull();
    expect(roomOf({ pods: fillOf(110, 110, 110) })).toBeNull();
    expect(roomOf({ memory: fillOf(null, null, 4_000) })).toBeNull();
  });
});

describe('amounts in short', () => {
  it('cuts off, so that what is said to fit does', () => {
    expect([999, 1_000, 3_290, 41_000].map(formatCores)).toEqual(['999m', '1', '3.2', '41']);
    expect([0, 1_023, 498 * 2 ** 20, 1.49 * gib, 640 * gib].map(formatBytesShort)).toEqual(['0', '1023', '498Mi', '1.4Gi', '640Gi']);
  });
});
