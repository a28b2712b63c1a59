import type { NodePool, PoolNode, PoolNote } from '../../../../shared/node-pool.ts';
import { keptFrom, removerOf } from './node-labels.ts';
import { allowedSkew, minorsBehind, parseVersion } from './plan-version-skew.ts';

/** What a pool is, without its notes. */
type BarePool = Omit<NodePool, 'notes'>;

const names = (nodes: readonly PoolNode[]) => nodes.map((node) => node.name).sort();

/**
 * What to know about a pool, worst first. A node that is on its way out is no trouble when it is not ready or cordoned: that is how it leaves.
 */
export function planPoolNotes(
  pool: BarePool,
  nodes: readonly PoolNode[],
  server: string | null,
  backoff: string | null,
  typeIsId: boolean,
): readonly PoolNote[] {
  const leaving = nodes.filter((node) => node.deleting || removerOf(node.taints) !== null);
  const staying = nodes.filter((node) => !leaving.includes(node));
  return [
    ...readiness(staying),
    ...kubelets(pool, server, true),
    ...(backoff === null ? [] : [{ kind: 'backoff', message: backoff } as const]),
    ...scaling(pool),
    ...kubelets(pool, server, false),
    ...removals(leaving),
    ...named(
      'cordoned',
      staying.filter((node) => node.unschedulable),
    ),
    ...kept(nodes),
    ...(pool.taints.length === 0 ? [] : [{ kind: 'tainted', taints: pool.taints } as const]),
    ...(typeIsId ? [{ kind: 'instance-type-is-id' } as const] : []),
  ];
}

function named(kind: 'cordoned' | 'ready-unknown', nodes: readonly PoolNode[]): readonly PoolNote[] {
  return nodes.length === 0 ? [] : [{ kind, nodes: names(nodes) }];
}

function readiness(nodes: readonly PoolNode[]): readonly PoolNote[] {
  const down = nodes.filter((node) => node.ready === 'False' || node.ready === 'Unknown');
  const since = down.flatMap((node) => node.readySince ?? []);
  const notes: PoolNote[] = [];
  if (down.length > 0) notes.push({ kind: 'not-ready', nodes: names(down), since: since.length === 0 ? null : Math.min(...since) });
  return [
    ...notes,
    ...named(
      'ready-unknown',
      nodes.filter((node) => node.ready === null),
    ),
  ];
}

/** Outside the skew policy is worse than what its autoscaler does, within it is not. */
function kubelets(pool: BarePool, server: string | null, outside: boolean): readonly PoolNote[] {
  const readable = pool.kubelets.filter(({ version }) => parseVersion(version) !== null);
  const [newest] = readable;
  const oldest = readable.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  const ahead = server === null ? null : minorsBehind(newest.version, server);
  const minors = server === null ? null : minorsBehind(oldest.version, server);
  const parsed = parseVersion(oldest.version);
  const unsupported = minors !== null && parsed !== null && minors > allowedSkew(parsed);
  const behind: readonly PoolNote[] =
    minors !== null && minors > 0 ? [{ kind: 'kubelet-behind', minors, oldest: oldest.version, unsupported }] : [];
  if (outside) {
    return [
      ...(ahead !== null && ahead < 0 ? [{ kind: 'kubelet-ahead', newest: newest.version } as const] : []),
      ...(unsupported ? behind : []),
    ];
  }
  const mixed: readonly PoolNote[] = pool.kubelets.length > 1 ? [{ kind: 'kubelet-mixed', versions: pool.kubelets.length }] : [];
  return [...(unsupported ? [] : behind), ...mixed];
}

/** A pool whose minimum is its maximum is as large as somebody wanted it, which is nothing to know. */
function scaling({ bounds, count }: BarePool): readonly PoolNote[] {
  if (!bounds.known) return [];
  const { min, max, target, autoscaled } = bounds;
  const notes: PoolNote[] = [];
  if (autoscaled && max !== null && max > 0 && max !== min && count >= max) notes.push({ kind: 'at-maximum', max });
  if (target !== null && target !== count) notes.push({ kind: 'scaling', target, count });
  return notes;
}

function removals(leaving: readonly PoolNode[]): readonly PoolNote[] {
  return (['cluster-autoscaler', 'karpenter', 'deletion'] as const).flatMap((by) => {
    const of = leaving.filter((node) => (removerOf(node.taints) ?? 'deletion') === by);
    return of.length === 0 ? [] : [{ kind: 'being-removed', nodes: names(of), by }];
  });
}

function kept(nodes: readonly PoolNode[]): readonly PoolNote[] {
  return (['cluster-autoscaler', 'karpenter'] as const).flatMap((by) => {
    const of = nodes.filter((node) => keptFrom(node.annotations) === by);
    return of.length === 0 ? [] : [{ kind: 'kept', nodes: names(of), by }];
  });
}
