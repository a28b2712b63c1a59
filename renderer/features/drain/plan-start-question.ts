import type { DrainNodePlan, DrainOptions, DrainPlan, DrainPodPlan } from '../../../shared/drain.ts';
import type { Health } from '../../../shared/row.ts';
import type { ConfirmationContext } from '../../state/confirmation-store.ts';
import { type RunWords, words } from './run-words.ts';

/** What is asked before a drain begins, of one context, before it is put in words. */
export interface StartQuestion {
  readonly actions: ConfirmationContext['actions'];
  readonly objects: readonly { readonly health: Health; readonly name: string; readonly state: RunWords }[];
  readonly facts: readonly { readonly mark: Health; readonly text: RunWords }[];
}

/** Workloads that are named at most; of more the number is said. */
const mostNamed = 3;

/**
 * What the drain of these nodes writes, and what to know before it is begun. Pure. `plan` null: nobody could read what it would do, which is said. The
 * guardrails are asked about every write that the plan knows of.
 */
export function planStartQuestion(
  nodes: readonly string[],
  options: DrainOptions,
  plan: Pick<DrainPlan, 'nodes' | 'workloads'> | null,
): StartQuestion {
  const cordons = nodes.map(() => ({ verb: 'patch' as const, target: { group: '', resource: 'nodes', subresource: '', namespace: '' } }));
  if (plan === null) {
    const objects = nodes.map((name) => ({ health: 'unknown' as const, name, state: words('start.notRead') }));
    return { actions: cordons, objects, facts: [{ mark: 'unknown', text: words('start.notReadFact') }] };
  }
  const planned = plan.nodes.filter(({ name }) => nodes.includes(name));
  const leaving = planned.flatMap(leavingOf);
  const removals = leaving.map(({ namespace }) =>
    options.disableEviction
      ? { verb: 'delete' as const, target: { group: '', resource: 'pods', subresource: '', namespace } }
      : { verb: 'create' as const, target: { group: '', resource: 'pods', subresource: 'eviction', namespace } },
  );
  return { actions: [...cordons, ...removals], objects: planned.map(objectOf), facts: factsOf(planned, leaving, options, plan) };
}

/** Pods of a node that are asked for: none where kubectl refuses the node. */
function leavingOf({ refused, pods }: DrainNodePlan): readonly DrainPodPlan[] {
  return refused ? [] : pods.filter(({ verdict }) => verdict.removes);
}

function objectOf(node: DrainNodePlan): StartQuestion['objects'][number] {
  const leave = leavingOf(node);
  const stay = node.pods.length - leave.length;
  if (node.refused) return { health: 'attention', name: node.name, state: words('start.refused', { count: node.pods.length }) };
  const held = leave.filter(isHeld).length;
  if (held > 0) return { health: 'attention', name: node.name, state: words('start.nodeHeld', { count: leave.length, held, stay }) };
  return { health: 'ok', name: node.name, state: words('start.node', { count: leave.length, stay }) };
}

function factsOf(
  nodes: readonly DrainNodePlan[],
  leaving: readonly DrainPodPlan[],
  options: DrainOptions,
  plan: Pick<DrainPlan, 'workloads'>,
): StartQuestion['facts'] {
  const facts: { mark: Health; text: RunWords }[] = [];
  const count = (mark: Health, key: string, pods: readonly unknown[]) => {
    if (pods.length > 0) facts.push({ mark, text: words(key, { count: pods.length }) });
  };
  count('done', 'start.cordons', nodes);
  count(options.disableEviction ? 'broken' : 'done', options.disableEviction ? 'start.deletes' : 'start.evicts', leaving);
  count(
    'attention',
    'start.refusedNodes',
    nodes.filter(({ refused }) => refused),
  );
  count('attention', 'start.held', leaving.filter(isHeld));
  count(
    'unknown',
    'start.unknown',
    leaving.filter(({ eviction }) => eviction.answer === 'unknown'),
  );
  count(
    'attention',
    'start.losesData',
    leaving.filter(({ notes }) => notes.some(({ note }) => note === 'loses-data')),
  );
  count(
    'attention',
    'start.notRestarted',
    leaving.filter(({ notes }) => notes.some(({ note }) => note === 'nothing-restarts')),
  );
  const gone = new Set(leaving.map(({ uid }) => uid));
  const down = plan.workloads.filter(({ outlook, pods }) => outlook === 'down' && pods.some((uid) => gone.has(uid)));
  const names = down.map(({ namespace, name }) => `${namespace}/${name}`);
  if (names.length > 0) {
    const key = names.length > mostNamed ? 'start.downMany' : 'start.down';
    facts.push({ mark: 'attention', text: words(key, { names: names.slice(0, mostNamed).join(', '), count: names.length }) });
  }
  return facts;
}

/** Whether it does not go as things are. */
function isHeld({ eviction: { answer } }: DrainPodPlan): boolean {
  return answer === 'blocked' || answer === 'two-budgets';
}
