import type { DrainNodePlan } from '../../../shared/drain.ts';

/** What nodes can be sorted by. */
export type NodeOrder = 'name' | 'zone' | 'pool';

/** The nodes with `name` one place further up (-1) or down (1); at the end of the list it stays. */
export function moveNode(nodes: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const from = nodes.indexOf(name);
  const to = from + by;
  const other = nodes[to];
  if (from < 0 || other === undefined) return nodes;
  const moved = [...nodes];
  moved[from] = other;
  moved[to] = name;
  return moved;
}

/**
 * The nodes sorted, by name within equals (`node-2` before `node-10`). Those that no label places come last, as do those of which no plan
 * tells. By pool means pool by pool, so that one is done before the next is touched; by zone likewise.
 */
export function sortNodes(
  nodes: readonly string[],
  order: NodeOrder,
  plans: readonly Pick<DrainNodePlan, 'name' | 'zone' | 'pool'>[],
): readonly string[] {
  const places = new Map(plans.map((plan) => [plan.name, plan]));
  const placeOf = (name: string) => (order === 'name' ? '' : (places.get(name)?.[order] ?? ''));
  const byName = new Intl.Collator('en', { numeric: true });
  return [...nodes].sort((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    if (left !== right && (left === '' || right === '')) return left === '' ? 1 : -1;
    return byName.compare(left, right) || byName.compare(a, b);
  });
}
