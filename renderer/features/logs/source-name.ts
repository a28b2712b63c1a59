import type { LogSource } from '../../../shared/logs.ts';
import { visibleText } from '../../../shared/visible-text.ts';

/** What a source is called, in the parts that give way differently. Names come from a cluster: what is hidden in them is written out. */
export interface SourceName {
  /** The workload's part of the pod's name, or a further container's name. */
  readonly base: string;
  /** What tells pods apart, with its dash or dot: `-x2k4q`, `-0`, `·x2k4q`. Empty when the name has no such part. Never cut. */
  readonly suffix: string;
  /** Stands behind where the pod's whole name had to be taken and it has several containers here; else empty. */
  readonly container: string;
}

/**
 * Names that controllers make: ReplicaSet (`<base>-<pod template hash>-<random>`), CronJob (`<base>-<minutes>-<random>`), DaemonSet and
 * Job (`<base>-<random>`), StatefulSet (`<base>-<ordinal>`). Random parts have the alphabet of apimachinery `pkg/util/rand`.
 */
const templated = /^(.+)-(?:[bcdfghjklmnpqrstvwxz2456789]{6,10}|\d{8,10})(-[bcdfghjklmnpqrstvwxz2456789]{5})$/;
const random = /^(.+)(-[bcdfghjklmnpqrstvwxz2456789]{5})$/;
const ordinal = /^(.+)(-\d{1,4})$/;

/** A pod's name without its template hash: `payments-gateway` and `-x2k4q`. */
export function splitPodName(pod: string): { readonly base: string; readonly suffix: string } {
  const match = templated.exec(pod) ?? random.exec(pod) ?? ordinal.exec(pod);
  return match ? { base: match[1] ?? pod, suffix: match[2] ?? '' } : { base: pod, suffix: '' };
}

/**
 * The names of all sources of a view by their number. Where a pod has several containers here, the one that the pod is about has the
 * pod's name, and the others their own with what tells the pod apart: `otel-agent·x2k4q`. Two that would read the same get their whole names.
 */
export function nameSources(sources: readonly LogSource[]): ReadonlyMap<number, SourceName> {
  const byPod = groupBy(sources, (source) => `${source.contextId}\n${source.namespace}\n${source.pod}`);
  const podsByShort = groupBy(byPod.values(), ([first]) => {
    const { base, suffix } = splitPodName(first?.pod ?? '');
    return `${first?.contextId}\n${base}${suffix}`;
  });
  const names = new Map<number, SourceName>();
  for (const pods of podsByShort.values()) {
    for (const members of pods) {
      const main = members.length === 1 ? members[0] : mainContainer(members);
      for (const source of members)
        names.set(source.number, visibleName(nameOf(source, source === main || main === undefined, pods.length > 1, members.length > 1)));
    }
  }
  return names;
}

function visibleName({ base, suffix, container }: SourceName): SourceName {
  return { base: visibleText(base), suffix: visibleText(suffix), container: visibleText(container) };
}

function nameOf({ pod, container }: LogSource, main: boolean, ambiguous: boolean, several: boolean): SourceName {
  const { base, suffix } = splitPodName(pod);
  if (ambiguous || suffix === '') return { base: pod, suffix: '', container: several ? container : '' };
  return main ? { base, suffix, container: '' } : { base: container, suffix: `·${suffix.slice(1)}`, container: '' };
}

/** The container that a pod is about, as far as names tell: one whose name is part of the pod's, else the first that is neither init nor sidecar. */
function mainContainer(members: readonly LogSource[]): LogSource | undefined {
  const regular = members.filter(({ containerType }) => containerType === 'regular').sort((a, b) => a.number - b.number);
  return regular.find(({ pod, container }) => pod.includes(container)) ?? regular[0];
}

function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Text colours of sources: twelve, then they repeat underlined (design.md). */
const colours = 12;

/**
 * The colour of a source, for text on the sunken surface. Each round begins one further: containers come pod by pod, and with three of them
 * in every pod those that are alike would have four colours among them all.
 */
export function sourceColour(number: number): { readonly colour: string; readonly repeated: boolean } {
  return { colour: `var(--src-${((number + Math.floor(number / colours)) % colours) + 1})`, repeated: number >= colours };
}
