import type { DrainOptions } from '../../../shared/drain.ts';
import type { DrainRight } from '../../../shared/drain-access.ts';

/** One namespace in which a right is needed (empty = all, or a resource that has none), and of which objects; no names = of any. */
export interface RightPlace {
  readonly namespace: string;
  readonly names: readonly string[];
}

/** A right before it is asked for, and where it is needed. */
export interface NeededRight extends Pick<DrainRight, 'verb' | 'group' | 'resource' | 'subresource' | 'need'> {
  readonly places: readonly RightPlace[];
}

/** Where a drain has something to do. */
export interface DrainPlaces {
  readonly nodes: readonly string[];
  /** Namespaces of the pods. Null when they are not known: rights are then needed in all. */
  readonly namespaces: readonly string[] | null;
  /** DaemonSets that pods name as their controller. */
  readonly daemonSets: readonly { readonly namespace: string; readonly name: string }[];
}

/** More namespaces than this are watched by one list over all of them: one watch instead of many. */
export const separateNamespaces = 16;

const everywhere: readonly RightPlace[] = [{ namespace: '', names: [] }];
const nodes = { group: '', resource: 'nodes', subresource: '' };
const pods = { group: '', resource: 'pods', subresource: '' };
const daemonSets = { group: 'apps', resource: 'daemonsets', subresource: '' };
const budgets = { group: 'policy', resource: 'poddisruptionbudgets', subresource: '' };

/**
 * What a drain needs, in the order in which it needs it: the requests of read-drain-facts.ts and run-writes.ts, which are kubectl's
 * (k8s.io/kubectl/pkg/drain), and the watches of follow-drain.ts. Pure. Without a list of nodes or budgets a drain goes on and knows less.
 */
export function planDrainRights(places: DrainPlaces, { disableEviction }: DrainOptions): readonly NeededRight[] {
  const named: readonly RightPlace[] = [{ namespace: '', names: places.nodes }];
  const inNamespaces = places.namespaces?.map((namespace) => ({ namespace, names: [] })) ?? everywhere;
  const watched = inNamespaces.length > separateNamespaces ? everywhere : inNamespaces;
  const owners = Map.groupBy(places.daemonSets, ({ namespace }) => namespace);
  const ofOwners = [...owners].map(([namespace, sets]) => ({ namespace, names: sets.map(({ name }) => name) }));
  return [
    { ...nodes, verb: 'get', need: 'run', places: named },
    { ...nodes, verb: 'list', need: 'better', places: everywhere },
    { ...nodes, verb: 'watch', need: 'better', places: everywhere },
    { ...nodes, verb: 'patch', need: 'run', places: named },
    // Those of a node are asked for over all namespaces.
    { ...pods, verb: 'list', need: 'run', places: everywhere },
    { ...pods, verb: 'watch', need: 'run', places: watched },
    { ...pods, verb: 'get', need: 'run', places: inNamespaces },
    { ...daemonSets, verb: 'get', need: 'run', places: ofOwners },
    { ...budgets, verb: 'list', need: 'better', places: watched },
    { ...budgets, verb: 'watch', need: 'better', places: watched },
    disableEviction
      ? { ...pods, verb: 'delete', need: 'run', places: inNamespaces }
      : { ...pods, subresource: 'eviction', verb: 'create', need: 'run', places: inNamespaces },
  ];
}

/** What all answers come to: `denied` when a right that the run needs is, else `unknown` when one of those is. */
export function sumOfRights(rights: readonly Pick<DrainRight, 'need' | 'answer'>[]): DrainRight['answer'] {
  const needed = rights.filter(({ need }) => need === 'run').map(({ answer }) => answer);
  if (needed.includes('denied')) return 'denied';
  return needed.includes('unknown') ? 'unknown' : 'allowed';
}
