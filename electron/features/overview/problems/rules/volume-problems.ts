import type { ClaimFacts, StorageClassFacts } from '../facts/volume-facts.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';
import { factsOf } from '../problem-kinds.ts';
import type { WarningIndex } from '../warning-index.ts';

/** A volume is made and bound in less, in ms. */
const bindingMs = 120_000;
const cannotProvision = ['ProvisioningFailed', 'FailedBinding'];

/** Claims whose volume is gone, and claims that get none. One that waits for its first pod waits on purpose. */
export function volumeProblems(facts: ProblemFacts, warnings: WarningIndex): readonly Finding[] {
  const classes = facts.rows('storageclasses.storage.k8s.io') === null ? null : classesOf(facts);
  const found: Finding[] = [];
  for (const [row, claim] of factsOf(facts.rows, 'persistentvolumeclaims')) {
    const object = objectOfKind('PersistentVolumeClaim', row.namespace, row.name);
    if (claim.phase === 'Lost') {
      found.push(finding('volume-lost', 'broken', object, { facts: known({ volume: claim.volume }), since: null }));
      continue;
    }
    if (claim.phase !== 'Pending' || claim.terminating || (row.createdAt !== null && facts.now - row.createdAt < bindingMs)) continue;
    const warning = warnings.newestOf(cannotProvision, 'PersistentVolumeClaim', row.namespace, row.name);
    const why = whyPending(claim, classes) ?? (warning === null ? null : 'provisioning');
    if (why === null) continue;
    found.push(
      finding('volume-pending', 'attention', object, {
        since: row.createdAt,
        message: warning?.message ?? '',
        facts: known({ storageClass: claim.storageClass, size: claim.size, why }),
      }),
    );
  }
  return found;
}

interface Classes {
  readonly byName: ReadonlyMap<string, StorageClassFacts>;
  readonly usual: StorageClassFacts | null;
}

function classesOf(facts: ProblemFacts): Classes {
  const byName = new Map([...factsOf(facts.rows, 'storageclasses.storage.k8s.io')].map(([row, storage]) => [row.name, storage]));
  return { byName, usual: [...byName.values()].find(({ isDefault }) => isDefault) ?? null };
}

/** Null when it waits for a pod, or when nobody knows the classes. */
function whyPending(claim: ClaimFacts, classes: Classes | null): string | null {
  if (classes === null) return null;
  if (claim.storageClass === '') return 'no-volume';
  const storage = claim.storageClass === null ? classes.usual : (classes.byName.get(claim.storageClass) ?? null);
  if (storage === null) return claim.storageClass === null ? 'no-default-class' : 'no-class';
  if (storage.waitsForPod && !claim.nodeSelected) return null;
  return storage.provisioner === 'kubernetes.io/no-provisioner' ? 'no-volume' : 'provisioning';
}
