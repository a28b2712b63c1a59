import type {
  ClusterComponent,
  ComponentBlind,
  ComponentFact,
  ComponentHealth,
  ComponentRole,
  WorkloadFacts,
} from '../../../../shared/cluster-component.ts';
import { type ComponentRule, componentRules, ownNamespaces } from './component-rules.ts';

/** In the order of a card. */
const roles: readonly ComponentRole[] = [
  'cni',
  'csi',
  'dns',
  'proxy',
  'ingress',
  'metrics',
  'autoscaler',
  'konnectivity',
  'cloud-controller',
  'mesh',
  'policy',
  'certificates',
  'gitops',
];

/** A workload that a rule fits, and the image that told. */
interface Match {
  readonly rule: ComponentRule;
  readonly workload: WorkloadFacts;
  readonly image: string;
}

/**
 * What runs a cluster, from its Deployments and DaemonSets (others are looked at as well when they are given). `blind` says why some of them could not be read, null when all of
 * them were: only then a role of which nothing was found is `not-found`. Total, and in the order of roles and names.
 */
export function findComponents(workloads: readonly WorkloadFacts[], blind: ComponentBlind | null): readonly ClusterComponent[] {
  const groups = new Map<string, Match[]>();
  for (const workload of workloads) {
    const match = matchOf(workload);
    if (match === null) continue;
    const key = [match.rule.role, match.rule.name, workload.namespace].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), match]);
  }
  const found = [...groups.values()]
    .flatMap(componentOf)
    .sort((left, right) => compare(left.name, right.name) || compare(left.seen.namespace, right.seen.namespace));
  return roles.flatMap((role): readonly ClusterComponent[] => {
    const own = found.filter((component) => component.role === role);
    if (own.length > 0) return own;
    return [blind === null ? { role, state: 'not-found' } : { role, state: 'cannot-tell', why: blind }];
  });
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function matchOf(workload: WorkloadFacts): Match | null {
  const images = workload.images.map((image) => ({ image, repository: repositoryOf(image) }));
  const own = ownNamespaces.has(workload.namespace);
  for (const rule of componentRules) {
    if (rule.kind !== undefined && rule.kind !== workload.kind) continue;
    const told = images.find(({ repository }) => rule.image?.test(repository) === true);
    if (told !== undefined) return { rule, workload, image: told.image };
    if (own && rule.workload?.test(workload.name) === true) return { rule, workload, image: workload.images[0] ?? '' };
  }
  return null;
}

/** Several workloads of one product in one namespace are one component: vendors have a DaemonSet per operating system or architecture. */
function componentOf(matches: readonly Match[]): readonly Extract<ClusterComponent, { state: 'found' }>[] {
  const wanted = matches.filter(({ workload }) => workload.desired !== 0);
  const counted = wanted.length > 0 ? wanted : matches;
  const main = counted.find((match) => match.rule.workload?.test(match.workload.name) === true) ?? counted[0];
  if (main === undefined) return [];
  const { rule, workload, image } = main;
  const ready = sum(counted.map((match) => match.workload.ready));
  const desired = sum(counted.map((match) => match.workload.desired));
  return [
    {
      role: rule.role,
      state: 'found',
      name: rule.name,
      version: tagOf(image),
      health: healthOf(ready, desired),
      ready,
      desired,
      seen: { kind: workload.kind, namespace: workload.namespace, name: workload.name },
      facts: factsOf(rule, counted),
    },
  ];
}

/** Null when one of them is unknown. */
function sum(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>((total, count) => (total === null || count === null ? null : total + count), 0);
}

function healthOf(ready: number | null, desired: number | null): ComponentHealth {
  if (desired === 0) return 'idle';
  if (ready === null || desired === null) return 'unknown';
  if (ready >= desired) return 'healthy';
  return ready === 0 ? 'down' : 'degraded';
}

const insecure = /^--(?:kubelet-insecure-tls|deprecated-kubelet-completely-insecure)(?:=true)?$/;

/** Whether metrics-server with these arguments takes any certificate from kubelets. */
export function skipsKubeletCertificates(args: readonly string[]): boolean {
  return args.some((arg) => insecure.test(arg));
}

/** Names of flags only: their values are nobody's business. */
function factsOf(rule: ComponentRule, matches: readonly Match[]): readonly ComponentFact[] {
  if (rule.name !== 'metrics-server') return [];
  return matches.some(({ workload }) => skipsKubeletCertificates(workload.args)) ? ['kubelet-insecure-tls'] : [];
}

/** An image reference without tag and digest. */
function repositoryOf(image: string): string {
  const named = image.replace(/@.*$/, '');
  return tagOf(image) === '' ? named : named.slice(0, named.lastIndexOf(':'));
}

/** The tag of an image reference; empty when it has none (then `latest` is pulled, which is no version) or only a digest. */
function tagOf(image: string): string {
  const named = image.replace(/@.*$/, '');
  const colon = named.lastIndexOf(':');
  // A colon before the last slash is the port of a registry.
  return colon > named.lastIndexOf('/') ? named.slice(colon + 1) : '';
}
