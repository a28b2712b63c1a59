import type { Change } from '../../../../../shared/problem.ts';
import type { RevisionFacts } from '../facts/revision-facts.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { known } from '../problem-facts.ts';
import { factsOf, type RowsByKey } from '../problem-kinds.ts';
import type { ScaleStep } from './scale-events.ts';

/** A template of a workload, and when it came. */
interface Revision {
  readonly name: string;
  readonly at: number;
  readonly revision: number;
  readonly images: readonly string[];
}

/** A template that is older than this when it grows was rolled back to, in ms: a new one grows at once. */
const fromNewMs = 60_000;

/**
 * Rollouts that began since `from`: a ReplicaSet or ControllerRevision that was made then, or an older ReplicaSet that grew from nothing while another shrank, which is
 * what a rollback does. `facts` has from and to (the images that differ, comma separated; none when only something else of the template does), revision, rollback (1).
 */
export function rolloutChanges(rows: RowsByKey, steps: readonly ScaleStep[], from: number): readonly Change[] {
  const found: Change[] = [];
  for (const [key, revisions] of revisionsByOwner(rows)) {
    const [kind = '', namespace = '', name = ''] = key.split('/');
    const object = objectOfKind(kind, namespace, name);
    for (const [index, next] of revisions.entries()) {
      const before = revisions[index - 1];
      const rolledBack = next.at < from ? rolledBackAt(next, namespace, name, kind, steps) : null;
      const at = rolledBack ?? next.at;
      if (at < from) continue;
      found.push({
        id: `rollout/${key}/${next.revision}`,
        kind: 'rollout',
        object,
        at,
        by: '',
        facts: known({
          ...imagesThatDiffer(before?.images ?? [], next.images),
          revision: next.revision,
          ...(before === undefined ? { first: 1 } : {}),
          ...(rolledBack === null ? {} : { rollback: 1 }),
        }),
      });
    }
  }
  return found;
}

/** By `kind/namespace/name`, in the order of their revisions. */
function revisionsByOwner(rows: RowsByKey): ReadonlyMap<string, readonly Revision[]> {
  const byOwner = new Map<string, Revision[]>();
  const take = (namespace: string, name: string, createdAt: number | null, { owner, revision, images }: RevisionFacts) => {
    if (owner === null || createdAt === null) return;
    const key = `${owner[0]}/${namespace}/${owner[1]}`;
    const one = { name, at: createdAt, revision, images };
    const others = byOwner.get(key);
    if (others === undefined) byOwner.set(key, [one]);
    else others.push(one);
  };
  for (const [row, facts] of factsOf(rows, 'replicasets.apps')) take(row.namespace, row.name, row.createdAt, facts);
  for (const [row, facts] of factsOf(rows, 'controllerrevisions.apps')) take(row.namespace, row.name, row.createdAt, facts);
  for (const revisions of byOwner.values()) revisions.sort((a, b) => a.revision - b.revision || a.at - b.at);
  return byOwner;
}

function rolledBackAt(
  { name, at }: Revision,
  namespace: string,
  deployment: string,
  kind: string,
  steps: readonly ScaleStep[],
): number | null {
  if (kind !== 'Deployment') return null;
  const own = steps.filter((step) => step.namespace === namespace && step.deployment === deployment);
  const grew = own.find((step) => step.replicaSet === name && step.from === 0 && step.at - at > fromNewMs);
  return grew !== undefined && own.some((step) => step.replicaSet !== name && step.at >= grew.at) ? grew.at : null;
}

function imagesThatDiffer(before: readonly string[], after: readonly string[]): { readonly from?: string; readonly to?: string } {
  const from = before.filter((image) => !after.includes(image));
  const to = after.filter((image) => !before.includes(image));
  return { ...(from.length === 0 ? {} : { from: from.join(', ') }), ...(to.length === 0 ? {} : { to: to.join(', ') }) };
}
