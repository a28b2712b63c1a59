import { describe, expect, it } from 'vitest';
import { planStartQuestion } from '../../../../renderer/features/drain/plan-start-question.ts';
import { type DrainNodePlan, type DrainPlan, type DrainPodPlan, drainOptionsSchema } from '../../../../shared/drain.ts';
import { podPlan } from './plan-objects.ts';

const stays = { verdict: { status: 'skip', removes: false, message: '' }, eviction: { answer: 'not-asked' } } as const;
const held = { eviction: { answer: 'blocked', code: 429, budget: 'web', forever: false, message: '' } } as const;

function node(name: string, pods: readonly DrainPodPlan[], refused = false): DrainNodePlan {
  return { name, unschedulable: false, zone: '', pool: '', refused, pods };
}

function plan(nodes: readonly DrainNodePlan[], workloads: DrainPlan['workloads'] = []): Pick<DrainPlan, 'nodes' | 'workloads'> {
  return { nodes, workloads };
}

const options = drainOptionsSchema.parse({});
const keys = (question: ReturnType<typeof planStartQuestion>) => question.facts.map(({ text }) => text.key);

describe('planStartQuestion', () => {
  it('asks the guardrails about each node and each pod that leaves, and about none that stays', () => {
    const { actions } = planStartQuestion(['a'], options, plan([node('a', [podPlan('x'), podPlan('y', stays)])]));
    expect(actions).toEqual([
      { verb: 'patch', target: { group: '', resource: 'nodes', subresource: '', namespace: '' } },
      { verb: 'create', target: { group: '', resource: 'pods', subresource: 'eviction', namespace: 'shop' } },
    ]);
  });

  it('asks about deletions, and says so in red, where budgets are passed over', () => {
    const { actions, facts } = planStartQuestion(['a'], { ...options, disableEviction: true }, plan([node('a', [podPlan('x')])]));
    expect(actions[1]).toEqual({ verb: 'delete', target: { group: '', resource: 'pods', subresource: '', namespace: 'shop' } });
    expect(facts).toContainEqual({ mark: 'broken', text: { key: 'start.deletes', values: { count: 1 } } });
  });

  it('evicts nothing of a node that kubectl refuses, and says that it is cordoned all the same', () => {
    const question = planStartQuestion(['a'], options, plan([node('a', [podPlan('x'), podPlan('y')], true)]));
    expect(question.actions).toHaveLength(1);
    expect(question.objects).toEqual([{ health: 'attention', name: 'a', state: { key: 'start.refused', values: { count: 2 } } }]);
    expect(keys(question)).toEqual(['start.cordons', 'start.refusedNodes']);
  });

  it('says of each node what leaves, what is held and what stays', () => {
    const nodes = [node('a', [podPlan('x'), podPlan('y', held), podPlan('z', stays)]), node('b', [podPlan('w')])];
    const { objects, facts } = planStartQuestion(['a', 'b'], options, plan(nodes));
    expect(objects).toEqual([
      { health: 'attention', name: 'a', state: { key: 'start.nodeHeld', values: { count: 2, held: 1, stay: 1 } } },
      { health: 'ok', name: 'b', state: { key: 'start.node', values: { count: 1, stay: 0 } } },
    ]);
    expect(facts).toContainEqual({ mark: 'attention', text: { key: 'start.held', values: { count: 1 } } });
  });

  it('names workloads that are down meanwhile, and counts them when they are many', () => {
    const workload = (name: string) => ({
      kind: 'Deployment',
      name,
      namespace: 'shop',
      replicas: 1,
      ready: 1,
      pods: ['uid-x'],
      leaving: 1,
      outlook: 'down' as const,
    });
    const down = (names: readonly string[]) =>
      planStartQuestion(['a'], options, plan([node('a', [podPlan('x')])], names.map(workload))).facts.at(-1)?.text;
    expect(down(['web'])).toEqual({ key: 'start.down', values: { count: 1, names: 'shop/web' } });
    expect(down(['a', 'b', 'c', 'd'])).toEqual({ key: 'start.downMany', values: { count: 4, names: 'shop/a, shop/b, shop/c' } });
  });

  it('claims nothing where the plan could not be read', () => {
    const { actions, objects, facts } = planStartQuestion(['a'], options, null);
    expect(actions).toHaveLength(1);
    expect(objects[0]?.health).toBe('unknown');
    expect(facts).toEqual([{ mark: 'unknown', text: { key: 'start.notReadFact', values: {} } }]);
  });
});
