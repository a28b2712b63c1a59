import type { Change } from '../../../../../shared/problem.ts';
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
export function rolloutChanges(rows: RowsByKey, steps: ReadonlyMap<string, readonly ScaleStep[]>, from: number): readonly Change[] {
  const found: Change[] = [];
  for (const [key, revisions] of revisionsByOwner(rows, steps, from)) {
    const [kind = '', namespace = '', name = ''] = key.split('/');
    const object = objectOfKind(kind, namespace, name);
    const own = kind === 'Deployment' ? (steps.get(`${namespace}/${name}`) ?? []) : [];
    for (const [index, next] of revisions.entries()) {
      const before = revisions[index - 1];
      const rolledBack = next.at < from ? rolledBackAt(next, own) : null;
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

/** Of owners that may have rolled out since `from`, by `kind/namespace/name`, in the order of their revisions: most have not, and are passed over. */
function revisionsByOwner(rows: RowsByKey, steps: ReadonlyMap<string, unknown>, from: number): ReadonlyMap<string, readonly Revision[]> {
  const all = [...factsOf(rows, 'replicasets.apps'), ...factsOf(rows, 'controllerrevisions.apps')].flatMap(([row, facts]) => {
    const { owner } = facts;
    if (owner === null || row.createdAt === null) return [];
    return [{ key: `${owner[0]}/${row.namespace}/${owner[1]}`, name: row.name, at: row.createdAt, facts }];
  });
  const byOwner = new Map<string, Revision[]>([...steps.keys()].map((deployment) => [`Deployment/${deployment}`, []]));
  for (const { key, at } of all) if (at >= from) byOwner.set(key, []);
  for (const { key, name, at, facts } of all) byOwner.get(key)?.push({ name, at, revision: facts.revision, images: facts.images });
  for (const revisions of byOwner.values()) revisions.sort((a, b) => a.revision - b.revision || a.at - b.at);
  return byOwner;
}

function rolledBackAt({ name, at }: Revision, steps: readonly ScaleStep[]): number | null {
  const grew = steps.find((step) => step.replicaSet === name && step.from === 0 && step.at - at > fromNewMs);
  return grew !== undefined && steps.some((step) => step.replicaSet !== name && step.at >= grew.at) ? grew.at : null;
}

function imagesThatDiffer(before: readonly string[], after: readonly string[]): { readonly from?: string; readonly to?: string } {
  const from = before.filter((image) => !after.includes(image));
  const to = after.filter((image) => !before.includes(image));
  return { ...(from.length === 0 ? {} : { from: from.join(', ') }), ...(to.length === 0 ? {} : { to: to.join(', ') }) };
}
