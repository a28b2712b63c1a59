import type { SchedulingNode } from './match-node.ts';
import { isTolerated } from './match-node.ts';
import type { AffinityTerm, SchedulablePod, SpreadConstraint } from './schedulable-pod.ts';
import type { NamespaceLabels, SimulatedCluster } from './simulated-cluster.ts';

/*
 * Rules between pods: the scheduler's plugins PodTopologySpread and InterPodAffinity (kubernetes pkg/scheduler/framework/plugins, filtering.go of each). What
 * the pods of the cluster mean for one pod is counted once, then asked for each node.
 */

/** Why a node is refused by the rules between pods; null = it is not. */
export type PodRules = (node: SchedulingNode) => string | null;

/** The rules between a pod and the others. `namespacesUnknown`: one depends on labels of namespaces, which could not be read. */
export interface RulesAnswer {
  readonly refuses: PodRules;
  readonly namespacesUnknown: boolean;
}

/** Topology pairs, `key\0value`, and how many pods count there. */
type Counts = Map<string, number>;

/** The rules of `pod` in this cluster as it is now. */
export function podRulesOf(pod: SchedulablePod, cluster: SimulatedCluster, namespaces: NamespaceLabels): RulesAnswer {
  const spread = spreadRule(pod, cluster);
  const affinity = new AffinityRule(pod, cluster, namespaces);
  return { refuses: (node) => spread(node) ?? affinity.refuses(node), namespacesUnknown: affinity.namespacesUnknown };
}

function spreadRule(pod: SchedulablePod, cluster: SimulatedCluster): PodRules {
  const constraints = pod.spread;
  if (constraints.length === 0) return () => null;
  const hasAllKeys = ({ labels }: SchedulingNode) => constraints.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey));
  const counted = constraints.map((constraint) => {
    const counts = new Map<unknown, number>();
    const included = new Set<SchedulingNode>();
    for (const { node } of cluster.nodes) {
      if (!hasAllKeys(node) || !isIncluded(constraint, pod, node)) continue;
      included.add(node);
      counts.set(node.labels[constraint.topologyKey], 0);
    }
    for (const [other, { node }] of cluster.inNamespace(pod.namespace)) {
      if (constraint.empty || other.terminating || !included.has(node) || !constraint.matches(other.labels)) continue;
      const value = node.labels[constraint.topologyKey];
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const least = counts.size < constraint.minDomains ? 0 : Math.min(...counts.values(), Number.MAX_SAFE_INTEGER);
    return { constraint, counts, least, self: constraint.matches(pod.labels) ? 1 : 0 };
  });
  return ({ labels }) => {
    for (const { constraint, counts, least, self } of counted) {
      if (!Object.hasOwn(labels, constraint.topologyKey))
        return "node(s) didn't match pod topology spread constraints (missing required label)";
      const skew = (counts.get(labels[constraint.topologyKey]) ?? 0) + self - least;
      if (skew > constraint.maxSkew) return "node(s) didn't match pod topology spread constraints";
    }
    return null;
  };
}

/** matchNodeInclusionPolicies of podtopologyspread/common.go. */
function isIncluded({ honoursAffinity, honoursTaints }: SpreadConstraint, pod: SchedulablePod, node: SchedulingNode): boolean {
  if (honoursAffinity && pod.nodes !== null && !pod.nodes(node)) return false;
  if (!honoursTaints) return true;
  return node.taints.every(
    (taint) => (taint.effect !== 'NoSchedule' && taint.effect !== 'NoExecute') || isTolerated(taint, pod.tolerations),
  );
}

class AffinityRule {
  namespacesUnknown = false;
  readonly #pod: SchedulablePod;
  readonly #namespaces: NamespaceLabels;
  /** Where pods are whose anti-affinity means this one. */
  readonly #repelled: Counts = new Map();
  /** Their topology keys. */
  readonly #repelledBy = new Set<string>();
  /** Where pods are that all affinity terms mean. */
  readonly #attracted: Counts = new Map();
  /** Where pods are that an anti-affinity term means. */
  readonly #avoided: Counts = new Map();

  constructor(pod: SchedulablePod, cluster: SimulatedCluster, namespaces: NamespaceLabels) {
    this.#pod = pod;
    this.#namespaces = namespaces;
    for (const [other, { node }] of cluster.repelling(pod.namespace)) {
      for (const term of other.antiAffinity) {
        if (!this.#means(term, pod)) continue;
        count(this.#repelled, node, term.topologyKey);
        this.#repelledBy.add(term.topologyKey);
      }
    }
    const { affinity, antiAffinity } = pod;
    if (affinity.length + antiAffinity.length === 0) return;
    for (const namespace of this.#namespacesOf([...affinity, ...antiAffinity], cluster)) {
      for (const [other, { node }] of cluster.inNamespace(namespace)) {
        if (this.#meansAll(other)) for (const { topologyKey } of affinity) count(this.#attracted, node, topologyKey);
        for (const term of antiAffinity) if (this.#means(term, other)) count(this.#avoided, node, term.topologyKey);
      }
    }
  }

  refuses(node: SchedulingNode): string | null {
    if (!this.#satisfiesAffinity(node)) return "node(s) didn't match pod affinity rules";
    if (this.#pod.antiAffinity.some(({ topologyKey }) => has(this.#avoided, node, topologyKey)))
      return "node(s) didn't match pod anti-affinity rules";
    for (const key of this.#repelledBy)
      if (has(this.#repelled, node, key)) return "node(s) didn't satisfy existing pods anti-affinity rules";
    return null;
  }

  /** satisfyPodAffinity: the first of a series that wants to be with its like may go anywhere. */
  #satisfiesAffinity(node: SchedulingNode): boolean {
    const { affinity } = this.#pod;
    if (!affinity.every(({ topologyKey }) => Object.hasOwn(node.labels, topologyKey))) return false;
    if (affinity.every(({ topologyKey }) => has(this.#attracted, node, topologyKey))) return true;
    return this.#attracted.size === 0 && this.#meansAll(this.#pod);
  }

  #meansAll(other: SchedulablePod): boolean {
    const { affinity } = this.#pod;
    return affinity.length > 0 && affinity.every((term) => this.#means(term, other));
  }

  #means({ namespaces, namespaceSelector, matches }: AffinityTerm, other: SchedulablePod): boolean {
    if (!matches(other.labels)) return false;
    if (namespaces.has(other.namespace)) return true;
    if (namespaceSelector === null) return false;
    if (this.#namespaces === null) {
      this.namespacesUnknown = true;
      return false;
    }
    return namespaceSelector(this.#namespaces.get(other.namespace) ?? {});
  }

  /** Where pods are that these terms may mean. */
  #namespacesOf(terms: readonly AffinityTerm[], cluster: SimulatedCluster): Iterable<string> {
    if (terms.some(({ namespaceSelector }) => namespaceSelector !== null)) return cluster.namespaces;
    return new Set(terms.flatMap(({ namespaces }) => [...namespaces]));
  }
}

function count(counts: Counts, { labels }: SchedulingNode, key: string): void {
  if (!Object.hasOwn(labels, key)) return;
  const pair = `${key}\0${labels[key]}`;
  counts.set(pair, (counts.get(pair) ?? 0) + 1);
}

function has(counts: Counts, { labels }: SchedulingNode, key: string): boolean {
  return Object.hasOwn(labels, key) && counts.has(`${key}\0${labels[key]}`);
}
