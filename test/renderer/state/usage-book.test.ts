import { describe, expect, it } from 'vitest';
import { ClusterUsage, UsageSet } from '../../../renderer/state/usage-book.ts';

describe('usage by place', () => {
  it('finds numbers by name, and knows nothing of who has no sample', () => {
    const set = new UsageSet();
    set.take(
      {
        places: [
          [0, 'shop/a'],
          [1, 'shop/b'],
        ],
        cpu: [5, 7],
        memory: [50, 70],
      },
      1_000,
    );
    expect([set.get('shop/a'), set.get('shop/c')]).toEqual([{ cpu: 5, memory: 50 }, null]);
    expect(set.size).toBe(2);
  });

  it('forgets a name whose place is free, and takes -1 for nothing', () => {
    const set = new UsageSet();
    set.take(
      {
        places: [
          [0, 'a'],
          [1, 'b'],
        ],
        cpu: [5, 7],
        memory: [50, 70],
      },
      1,
    );
    set.take({ places: [[0, null]], cpu: [-1, -1], memory: [-1, -1] }, 2);
    expect([set.get('a'), set.get('b'), [...set.names()]]).toEqual([null, null, ['b']]);
  });

  it('never gives a place its last owner’s course', () => {
    const set = new UsageSet();
    set.take({ places: [[0, 'old']], cpu: [900], memory: [900] }, 1);
    set.take({ places: [[0, 'new']], cpu: [5], memory: [50] }, 2);
    expect(set.history('new')).toEqual([{ at: 2, cpu: 5, memory: 50 }]);
    expect(set.history('old')).toEqual([]);
  });

  it('keeps a bounded number of rounds, however many things there are', () => {
    const set = new UsageSet();
    const size = 50_000;
    const column = new Array<number>(size).fill(1);
    for (let round = 0; round < 40; round++) set.take({ places: round === 0 ? [[3, 'x']] : [], cpu: column, memory: column }, round);
    expect(set.history('x').map(({ at }) => at)).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
  });

  it('begins anew with a stream that names every place again', () => {
    const usage = new ClusterUsage(0);
    const state = { state: 'live', at: 5, receivedAt: 5, windowMs: 1, everyMs: 1 } as const;
    const blind = { silent: null, certificatesChecked: null };
    usage.take({ nodeState: state, podState: state, blind, nodes: { places: [[0, 'n']], cpu: [1], memory: [1] }, pods: null });
    usage.restart();
    expect([usage.nodes.get('n'), usage.version]).toEqual([null, 1]);
  });
});
