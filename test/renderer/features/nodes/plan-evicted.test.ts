import { describe, expect, it } from 'vitest';
import { isKnown, mayDelete, planEvicted } from '../../../../renderer/features/nodes/plan-evicted.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { TaintedPod, TaintFate, TaintPlanNode } from '../../../../shared/node-writes.ts';

const prod = contextIdOf('/home/me/.kube/config', 'prod');
const dev = contextIdOf('/home/me/.kube/config', 'dev');
const refused = { kind: 'status', code: 403, reason: 'Forbidden', message: 'no', causes: [], retryAfterSeconds: null } as const;
const now: TaintFate = { type: 'now' };
const stays: TaintFate = { type: 'stays' };
const delayed = (seconds: number): TaintFate => ({ type: 'after', seconds });
const pod = (name: string, before: TaintFate, then: TaintFate): TaintedPod => ({
  namespace: 'shop',
  name,
  uid: name,
  controller: 'ReplicaSet/web',
  finished: false,
  before,
  after: then,
  because: [],
});
const planned = (pods: readonly TaintedPod[], fields: Partial<TaintPlanNode> = {}): TaintPlanNode => ({
  node: 'n1',
  error: null,
  before: [],
  after: [],
  overwrites: [],
  pods,
  podsError: null,
  ...fields,
});
const group = (contextId: typeof prod, ...nodes: TaintPlanNode[]) => ({ contextId, plan: { nodes }, error: null });
const names = (pods: readonly TaintedPod[]) => pods.map(({ name }) => name);

describe('which pods changed taints delete', () => {
  it('tells those that go at once from those that go later, the soonest first, over all groups of the context', () => {
    const evicted = planEvicted(prod, [
      group(prod, planned([pod('a', stays, now), pod('b', stays, delayed(300))])),
      group(prod, planned([pod('c', stays, delayed(10)), pod('d', stays, stays)])),
      group(dev, planned([pod('other', stays, now)])),
    ]);
    expect([names(evicted.now), names(evicted.later), evicted.stay]).toEqual([['a'], ['c', 'b'], 1]);
    expect(evicted.reading).toBe(false);
  });

  it('does not count what goes anyway, and says what is spared', () => {
    const evicted = planEvicted(prod, [
      group(prod, planned([pod('gone', now, now), pod('waits', delayed(9), delayed(9)), pod('kept', now, stays)])),
    ]);
    expect([evicted.now, evicted.later, evicted.spared]).toEqual([[], [], 1]);
  });

  it('does not say that nothing goes where nobody knows', () => {
    const evicted = planEvicted(prod, [
      { contextId: prod, plan: null, error: refused },
      group(prod, planned([], { node: 'n2', podsError: refused })),
      { contextId: prod, plan: null, error: null },
    ]);
    expect(evicted.unknown).toEqual([
      { node: '', error: refused },
      { node: 'n2', error: refused },
    ]);
    expect(evicted.reading).toBe(true);
    expect([isKnown(evicted), mayDelete(evicted)]).toEqual([false, true]);
    const asked = planEvicted(prod, [{ contextId: prod, plan: null, error: null }]);
    expect([isKnown(asked), mayDelete(asked)]).toEqual([false, true]);
    const none = planEvicted(prod, [group(prod, planned([pod('a', stays, stays)]))]);
    expect([isKnown(none), mayDelete(none)]).toEqual([true, false]);
  });
});
