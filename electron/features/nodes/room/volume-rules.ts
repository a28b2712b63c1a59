import type { SchedulingNode } from './match-node.ts';
import type { SchedulablePod } from './schedulable-pod.ts';
import type { NodeState } from './simulated-cluster.ts';
import type { ClaimFacts, ClassFacts, StorageFacts, VolumeFacts } from './volume-facts.ts';

/*
 * Where the volumes of a pod let it go: the scheduler's plugins NodeVolumeLimits, VolumeBinding and VolumeZone (kubernetes pkg/scheduler/framework/plugins).
 * Volumes of cloud providers inside a pod or of types before CSI are not translated as the scheduler does: their labels still count.
 */

/** What the volumes of one pod mean. */
export interface VolumeRules {
  /** Why no node takes it (a PreFilter of the scheduler): its words; null = some may. */
  readonly nowhere: string | null;
  /** A claim of which nobody can tell: a volume for it has to be found or made first. */
  readonly unknown: string | null;
  /** Whether a node would hold more volumes than it can; else why it cannot reach one. Null = neither. */
  refuses(state: NodeState): string | null;
}

const anywhere: VolumeRules = { nowhere: null, unknown: null, refuses: () => null };

/** Volumes by claim, of all pods of the cluster. */
export interface Storage extends StorageFacts {
  /** The StorageClass of claims that name none; empty = there is none. */
  readonly defaultClass: string;
}

/** The rules of a pod's volumes. */
export function volumeRulesOf({ claims, namespace }: SchedulablePod, storage: Storage): VolumeRules {
  if (claims.length === 0) return anywhere;
  const volumes: VolumeFacts[] = [];
  /** Of claims for which a volume is made when the pod has its node. */
  const delayed: ClassFacts[] = [];
  const made: DriverVolume[] = [];
  let unknown: string | null = null;
  for (const { claim, ephemeralClass } of claims) {
    const found = storage.claims.get(`${namespace}/${claim}`);
    const isNew = ephemeralClass !== undefined;
    // The claim of an ephemeral volume is made anew with the pod.
    const nowhere = isNew ? null : whyNowhere(claim, found);
    if (nowhere !== null) return { ...anywhere, nowhere };
    if (isNew || found === undefined || found.volume === '') {
      const storageClass = storage.classes.get(isNew ? (ephemeralClass ?? storage.defaultClass) : (found?.storageClass ?? ''));
      if (!isNew && storageClass?.waitsForConsumer !== true)
        return { ...anywhere, nowhere: 'pod has unbound immediate PersistentVolumeClaims' };
      if (storageClass === undefined || storageClass.provisioner === '') unknown = `a volume has to be free for its claim ${claim}`;
      else {
        if (storageClass.waitsForConsumer) delayed.push(storageClass);
        made.push({ driver: storageClass.provisioner, handle: `of ${namespace}/${claim}` });
      }
      continue;
    }
    const volume = storage.volumes.get(found.volume);
    // Said by VolumeZone before any node is looked at.
    if (volume === undefined) return { ...anywhere, nowhere: `persistentvolume "${found.volume}" not found` };
    volumes.push(volume);
  }
  return {
    nowhere: null,
    unknown,
    refuses: (state) => {
      const { node } = state;
      if (exceedsLimit([...volumes, ...made], state, storage)) return 'node(s) exceed max volume count';
      if (volumes.some(({ nodes }) => nodes !== null && !nodes({ name: '', labels: node.labels })))
        return "node(s) didn't match PersistentVolume's node affinity";
      if (delayed.some(({ nodes }) => !nodes(node.labels))) return "node(s) didn't find available persistent volumes to bind";
      return volumes.every((volume) => isInZone(volume, node)) ? null : 'node(s) had no available volume zone';
    },
  };
}

/** A volume as limits of nodes count it. */
type DriverVolume = Pick<VolumeFacts, 'driver' | 'handle'>;

/** podHasPVCs of volumebinding/volume_binding.go. */
function whyNowhere(name: string, claim: ClaimFacts | undefined): string | null {
  if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
  if (claim.lost) return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.volume}"`;
  return claim.terminating ? `persistentvolumeclaim "${name}" is being deleted` : null;
}

/** CSILimits.Filter of nodevolumelimits/csi.go, by the volumes of pods; what is attached without a pod is not known. */
function exceedsLimit(volumes: readonly DriverVolume[], { node, pods }: NodeState, storage: Storage): boolean {
  const limits = storage.limits.get(node.name);
  if (limits === undefined || limits.size === 0) return false;
  const wanted = new Map(volumes.filter(({ driver }) => limits.has(driver)).map((volume) => [keyOf(volume), volume.driver]));
  if (wanted.size === 0) return false;
  const attached = new Map<string, string>();
  for (const pod of pods) {
    for (const { claim } of pod.claims) {
      const volume = storage.volumes.get(storage.claims.get(`${pod.namespace}/${claim}`)?.volume ?? '');
      if (volume !== undefined && volume.driver !== '') attached.set(keyOf(volume), volume.driver);
    }
  }
  for (const key of attached.keys()) wanted.delete(key);
  const drivers = [...wanted.values()];
  return [...new Set(drivers)].some((driver) => {
    const used = [...attached.values()].filter((each) => each === driver).length;
    return used + drivers.filter((each) => each === driver).length > (limits.get(driver) ?? Number.POSITIVE_INFINITY);
  });
}

function keyOf({ driver, handle }: DriverVolume): string {
  return `${driver}/${handle}`;
}

/** VolumeZone.Filter. A node without any zone takes all; a label of before 1.17 is also looked for under its present name. */
function isInZone({ topology }: VolumeFacts, { labels }: SchedulingNode): boolean {
  if (!Object.keys(presentNames).some((key) => Object.hasOwn(labels, key) || Object.hasOwn(labels, presentNames[key] ?? ''))) return true;
  return topology.every(({ key, values }) => {
    const value = labels[key] ?? labels[presentNames[key] ?? key];
    return typeof value === 'string' && values.has(value);
  });
}

const presentNames: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};
