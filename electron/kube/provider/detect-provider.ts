import type {
  ControlPlane,
  Distribution,
  Evidence,
  Infrastructure,
  InfrastructureShare,
  ManagedService,
  ProviderAnswer,
  ProviderFinding,
} from '../../../shared/provider-finding.ts';
import { answer } from './decide-by-evidence.ts';
import { decideControlPlane } from './decide-control-plane.ts';
import { decideDistribution } from './decide-distribution.ts';
import { type Claim, EvidenceBook } from './evidence.ts';
import { authorityEvidence, extensionEvidence, nameEvidence, pluginEvidence } from './kubeconfig-evidence.ts';
import { infrastructureOf, nodeEvidence } from './node-evidence.ts';
import { objectEvidence } from './object-evidence.ts';
import type { ProviderFacts, ProviderNode } from './provider-facts.ts';
import { regionsOf } from './provider-regions.ts';
import { ownClusterWords, type ProviderWords, serviceWords } from './provider-words.ts';
import { serverEvidence } from './server-evidence.ts';
import { sameBuild, serverVersionEvidence } from './version-evidence.ts';

/**
 * Who runs a cluster, whose machines it has and which build it is, from whatever facts there are: those of a kubeconfig give the mark in the rail before
 * anything was asked, version and nodes complete them. Weak evidence never decides, and evidence that contradicts other evidence decides nothing.
 * Total: no input makes it throw. Patterns and their sources are in the files beside this one.
 */
export function detectProvider(facts: ProviderFacts): ProviderFinding {
  const { version = '', nodes = [] } = facts;
  const server = serverEvidence(facts.server ?? '', facts.tlsServerName ?? '');
  const machines = nodes.map((node) => infrastructureOf(node)?.value ?? null);
  const book = new EvidenceBook();
  book.add('server', server.claims);
  book.add('certificate', authorityEvidence(facts.authorityName ?? ''));
  // A plugin behind a gateway is the gateway's, which hands out tokens for whatever is registered there.
  const plugin = pluginEvidence(facts.execCommand ?? '', facts.execArgs ?? []);
  book.add('plugin', server.gateway ? plugin.map(weakened) : plugin);
  book.add('version', serverVersionEvidence(version, nodes.length === 0 ? null : machines.includes('gcp')));
  book.add('extension', extensionEvidence(facts.extensions ?? new Map()));
  book.add('names', nameEvidence(facts, server.loopback));
  addNodes(book, nodes, version);
  const { crds = [], provisioners = [], daemonSets = [] } = facts;
  for (const [place, claims] of objectEvidence({ crds, provisioners, daemonSets })) book.add(place, claims);

  const controlPlane = decideControlPlane(book.controlPlane, version, machines);
  const shares = sharesOf(machines.map((machine) => (machine === 'openstack' && controlPlane.value === 'ovh' ? 'ovh' : machine)));
  const infrastructure = decideInfrastructure(shares, book.infrastructure);
  const distribution = decideDistribution(book.distribution);
  return {
    controlPlane,
    infrastructure,
    distribution,
    infrastructures: shares,
    regions: regionsOf(facts, server.region, controlPlane.value),
    ...wordsOf(controlPlane.value, infrastructure.value, distribution.value, shares),
  };
}

/** Equal claims of several nodes become one, with their number. Of a kubelet that is not of the server's build, nothing about the cluster follows. */
function addNodes(book: EvidenceBook, nodes: readonly ProviderNode[], version: string): void {
  const counted = new Map<string, { claim: Claim; nodes: number }>();
  for (const node of nodes) {
    const fits = sameBuild(node.kubeletVersion, version);
    for (const claim of nodeEvidence(node)) {
      const said = !fits && claim.fact.startsWith('kubelet ') ? weakened(claim) : claim;
      // Ids of machines differ from node to node: what precedes them is what they have in common.
      const key = `${said.about} ${said.value} ${said.grade} ${said.fact.replace(/:\/\/.*$/, '')}`;
      const before = counted.get(key);
      if (before === undefined) counted.set(key, { claim: said, nodes: 1 });
      else before.nodes++;
    }
  }
  for (const { claim, nodes: count } of counted.values()) book.add('nodes', [claim], count);
}

function weakened(claim: Claim): Claim {
  return { ...claim, grade: 'weak' };
}

function sharesOf(machines: readonly (Infrastructure | null)[]): readonly InfrastructureShare[] {
  const counts = new Map<Infrastructure | 'unknown', number>();
  for (const machine of machines) counts.set(machine ?? 'unknown', (counts.get(machine ?? 'unknown') ?? 0) + 1);
  return [...counts].map(([infrastructure, nodes]) => ({ infrastructure, nodes })).sort((left, right) => right.nodes - left.nodes);
}

/** One when all nodes that say anything say it, and they are more than those that say nothing: new nodes have no providerID for a while. */
function decideInfrastructure(
  shares: readonly InfrastructureShare[],
  found: readonly Evidence<Infrastructure>[],
): ProviderAnswer<Infrastructure | 'mixed'> {
  const known = shares.filter((share) => share.infrastructure !== 'unknown');
  const silent = shares.find((share) => share.infrastructure === 'unknown')?.nodes ?? 0;
  const [first] = known;
  if (first === undefined) return answer('unknown', found);
  if (known.length > 1) return answer('mixed', found);
  // What was `openstack` on the node is OVHcloud's by another fact: its evidence speaks for what was concluded.
  const own = found.map((one) =>
    one.speaksFor === 'openstack' && first.infrastructure === 'ovh' ? { ...one, speaksFor: 'ovh' as const } : one,
  );
  return answer(first.nodes > silent ? first.infrastructure : 'unknown', own);
}

function wordsOf(
  controlPlane: ControlPlane | 'unknown',
  infrastructure: Infrastructure | 'mixed' | 'unknown',
  distribution: Distribution | 'unknown',
  shares: readonly InfrastructureShare[],
): ProviderWords {
  if (controlPlane === 'vcluster') return { provider: 'vcluster', name: 'vcluster' };
  const build = distribution === 'unknown' ? null : distribution;
  if (controlPlane === 'unknown' || controlPlane === 'self-managed') {
    return ownClusterWords(build, infrastructure === 'mixed' || infrastructure === 'unknown' ? null : infrastructure);
  }
  const home: ManagedService = controlPlane;
  const foreign = shares.some((share) => share.infrastructure !== 'unknown' && share.infrastructure !== home);
  return serviceWords(home, build, foreign);
}
