import type { LogSource } from '../../../shared/logs.ts';

/** What a source is called, in the parts that give way differently. */
export interface SourceName {
  /** The workload's part of the pod's name. */
  readonly base: string;
  /** What tells its pods apart, with its dash: `-x2k4q`, `-0`. Empty when the name has no such part. Never cut. */
  readonly suffix: string;
  /** Empty where the pod has one container in this view. */
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

/** The names of all sources of a view by their number. Two that would read the same get their whole names. */
export function nameSources(sources: readonly LogSource[]): ReadonlyMap<number, SourceName> {
  const containers = new Map<string, Set<string>>();
  const podOf = (source: LogSource) => `${source.contextId}\n${source.namespace}\n${source.pod}`;
  for (const source of sources) {
    const key = podOf(source);
    containers.set(key, (containers.get(key) ?? new Set()).add(source.container));
  }
  const shorts = new Map<string, Set<string>>();
  const shortOf = (source: LogSource) => {
    const { base, suffix } = splitPodName(source.pod);
    return `${source.contextId}\n${base}${suffix}`;
  };
  for (const source of sources) shorts.set(shortOf(source), (shorts.get(shortOf(source)) ?? new Set()).add(podOf(source)));
  return new Map(
    sources.map((source) => {
      const alone = (shorts.get(shortOf(source))?.size ?? 0) <= 1;
      const { base, suffix } = alone ? splitPodName(source.pod) : { base: source.pod, suffix: '' };
      return [source.number, { base, suffix, container: (containers.get(podOf(source))?.size ?? 0) > 1 ? source.container : '' }];
    }),
  );
}

/** Text colours of sources: twelve, then they repeat underlined (design.md). */
const colours = 12;

/** The colour of a source, for text on the sunken surface. */
export function sourceColour(number: number): { readonly colour: string; readonly repeated: boolean } {
  return { colour: `var(--src-${(number % colours) + 1})`, repeated: number >= colours };
}
