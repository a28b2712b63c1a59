import type { Freshness } from '../../../../shared/freshness.ts';
import type { CapacityFacts, Expiry } from '../../../../shared/overview.ts';
import type { Problem, ProblemCause, ProblemObject } from '../../../../shared/problem.ts';
import type { Row } from '../../../../shared/row.ts';
import type { PodDetails } from './pod-details.ts';
import type { RowsByKey } from './problem-kinds.ts';

/** Whether somebody answers behind a Service: what its EndpointSlices say. */
export type ServiceEndpoints = 'ready' | 'none' | 'no-service';

/** All that the rules know of one cluster. What nobody knows is null or absent, and no rule takes that for fine or for broken. */
export interface ProblemFacts {
  /** ms since the epoch, by the server's clock. */
  readonly now: number;
  /** Pods that may need a look (`worthKeeping`); null while pods are not known. */
  readonly pods: readonly Row[] | null;
  /** Pods that a workload has (`workloadKey`), those that ended well left out. */
  readonly sizeOfWorkload: (key: string) => number;
  readonly podsOnNode: (node: string) => number;
  readonly nodes: readonly Row[] | null;
  readonly rows: RowsByKey;
  /** How true each list is, by key. */
  readonly sources: Readonly<Record<string, Freshness>>;
  /** When what we connect with ends. */
  readonly expiries: readonly Expiry[];
  readonly largestFit: CapacityFacts['largestFit'];
  /** By `namespace/name` of the Service; absent until it was asked. */
  readonly endpoints: ReadonlyMap<string, ServiceEndpoints>;
  /** By uid; absent until they were read. */
  readonly details: ReadonlyMap<string, PodDetails>;
  /** Pods that were seen crash-looping in the last minutes, by uid: one that runs between two crashes is no better. */
  readonly crashing: ReadonlySet<string>;
  /** When each problem was found first, by id. */
  readonly found: ReadonlyMap<string, number>;
}

/** A problem, and what becomes of it before it is shown. */
export interface Finding extends Problem {
  /** It is shown when it has lasted this long, in ms: what passes by itself is no problem, and the cluster does not say since when. */
  readonly settleMs?: number;
  /** The pod that is read for its details. */
  readonly example?: Row;
  /** Pods behind it that crash-loop, by uid. */
  readonly crashing?: readonly string[];
}

/** A finding with defaults for what its rule has nothing to say of. */
export function finding(
  cause: ProblemCause,
  severity: Problem['severity'],
  object: ProblemObject,
  more: Partial<Omit<Finding, 'id' | 'cause' | 'severity' | 'object'>> & { readonly part?: string } = {},
): Finding {
  const { part, ...rest } = more;
  const id = [cause, object.kind, object.namespace, object.name, ...(part === undefined ? [] : [part])].join('/');
  return {
    id,
    severity,
    cause,
    object,
    pods: [],
    affected: 0,
    total: null,
    since: null,
    facts: {},
    message: '',
    expected: null,
    ...rest,
  };
}

/** `facts` without those that are empty or unknown. */
export function known(facts: Readonly<Record<string, string | number | null | undefined>>): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(facts)) if (value !== null && value !== undefined && value !== '') kept[name] = value;
  return kept;
}
