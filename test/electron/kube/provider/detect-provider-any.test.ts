import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectProvider } from '../../../../electron/kube/provider/detect-provider.ts';
import { infrastructureOf, nodeEvidence } from '../../../../electron/kube/provider/node-evidence.ts';
import { type ProviderFacts, providerNodeOf } from '../../../../electron/kube/provider/provider-facts.ts';
import { fixtureFacts, fixtureNode, madeNode } from './provider-fixtures.ts';

const names = ['scaleway', 'ovh', 'eks', 'gke', 'aks', 'exoscale', 'digitalocean', 'hetzner-k3s', 'k3s-bare', 'kind', 'minikube'];
const nodes = names.map(fixtureNode);
const kubeconfigs = ['scaleway', 'ovh', 'eks', 'gke', 'aks', 'exoscale-exec', 'digitalocean', 'hetzner-k3s', 'kind', 'minikube'].flatMap(
  fixtureFacts,
);

const anyNode = fc.oneof(fc.constantFrom(...nodes), fc.jsonValue(), oddNode());
/** Odd values where a node has known ones. */
function oddNode() {
  const odd = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()), fc.dictionary(fc.string(), fc.jsonValue()));
  return fc.record({
    metadata: fc.oneof(odd, fc.record({ name: odd, labels: odd, annotations: odd })),
    spec: fc.oneof(odd, fc.record({ providerID: odd })),
    status: fc.oneof(odd, fc.record({ addresses: odd, nodeInfo: fc.oneof(odd, fc.record({ kubeletVersion: odd, osImage: odd })) })),
  });
}

const anyFacts: fc.Arbitrary<ProviderFacts> = fc
  .record({
    base: fc.constantFrom<ProviderFacts>({}, ...kubeconfigs),
    server: fc.option(fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('https://', '[::1', 'http://%', '/k8s/clusters/c'))),
    version: fc.option(fc.oneof(fc.string(), fc.constantFrom('v1.34.1', 'v1.34.1+k3s1', 'v1.34.1-eks-113cf36', 'v1.34.1-gke.100'))),
    names: fc.option(fc.string()),
    args: fc.array(fc.string()),
    nodes: fc.array(anyNode, { maxLength: 5 }),
    extensions: fc.dictionary(fc.string(), fc.jsonValue()),
    objects: fc.array(fc.string()),
  })
  .map(({ base, server, version, names: name, args, nodes: made, extensions, objects }) => ({
    ...base,
    ...(server === null ? {} : { server }),
    ...(version === null ? {} : { version }),
    ...(name === null
      ? {}
      : { contextName: name, clusterName: name, userName: name, authorityName: name, execCommand: name, execArgs: args }),
    nodes: made.map(providerNodeOf),
    extensions: new Map(Object.entries(extensions)),
    crds: objects,
    provisioners: objects,
    daemonSets: objects,
  }));

test('every input has an answer, and every claim has strong evidence', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const finding = detectProvider(facts);
      for (const answer of [finding.controlPlane, finding.infrastructure, finding.distribution]) {
        if (answer.value === 'unknown' || answer.value === 'mixed') continue;
        expect(answer.evidence.some((one) => one.grade === 'strong' && one.speaksFor === answer.value)).toBe(true);
      }
      if (finding.provider !== null) expect(finding.name).not.toBeNull();
      expect(finding.infrastructures.reduce((sum, share) => sum + share.nodes, 0)).toBe(facts.nodes?.length);
    }),
    { numRuns: 500 },
  );
});

test('the order of nodes changes no answer', () => {
  fc.assert(
    fc.property(fc.array(anyNode, { maxLength: 6 }), (made) => {
      const forward = detectProvider({ nodes: made.map(providerNodeOf) });
      const backward = detectProvider({ nodes: made.map(providerNodeOf).reverse() });
      expect(backward.controlPlane.value).toBe(forward.controlPlane.value);
      expect(backward.infrastructure.value).toBe(forward.infrastructure.value);
      expect(backward.distribution.value).toBe(forward.distribution.value);
      expect(backward.name).toBe(forward.name);
    }),
  );
});

/** Everything that is weak, all at once and each alone. */
const weak: readonly ProviderFacts[] = [
  { clusterName: 'arn:aws:eks:eu-west-3:111122223333:cluster/c', contextName: 'eks-prod', userName: 'u' },
  { clusterName: 'gke_p_europe-west9_c', contextName: 'gke_p_europe-west9_c', userName: 'gke_p_europe-west9_c' },
  { clusterName: 'do-fra1-c', contextName: 'do-fra1-c' },
  { clusterName: 'lke123', contextName: 'lke123-ctx', userName: 'lke123-admin' },
  { clusterName: 'c', userName: 'clusterAdmin_rg_c' },
  { clusterName: 'c', userName: 'cli-config-0123abcd' },
  { clusterName: 'c', userName: 'kubernetes-admin-c', contextName: 'kubernetes-admin@c' },
  { clusterName: 'kubernetes', userName: 'kubernetes-admin', contextName: 'kubernetes-admin@kubernetes' },
  { clusterName: 'default', userName: 'default', contextName: 'default' },
  { clusterName: 'kind-a', userName: 'kind-a', contextName: 'kind-a', server: 'https://10.0.0.1:6443' },
  { clusterName: 'minikube', userName: 'minikube', contextName: 'minikube', server: 'https://cluster.example.test' },
  { contextName: 'vcluster_a_b_c' },
  { execCommand: 'aws-iam-authenticator', execArgs: ['token', '-i', 'c'] },
  { execCommand: 'kubelogin', execArgs: ['get-token', '--server-id', 'x'] },
  { provisioners: ['csi.scaleway.com', 'ebs.csi.aws.com', 'cinder.csi.openstack.org', 'rancher.io/local-path'] },
  { daemonSets: ['kube-system/aws-node', 'kube-system/kindnet', 'kube-system/netd', 'kube-system/do-node-agent'] },
  { crds: ['nodeclasses.eks.amazonaws.com', 'addons.k3s.cattle.io'] },
  {
    nodes: [
      madeNode({
        name: 'scw-shop-default-0123456789abcdef0123456789abcdef',
        labels: { 'k8s.scaleway.com/pool-name': 'a', nodepool: 'b', agentpool: 'c' },
      }),
    ],
  },
  {
    nodes: [madeNode({ name: 'k3d-a-server-0', labels: { 'cloud.google.com/gke-nodepool': 'a', 'kubernetes.azure.com/mode': 'system' } })],
  },
];

test.each(weak.map((facts) => [JSON.stringify(facts), facts] as const))('%s claims nothing', (_what, facts) => {
  const finding = detectProvider(facts);
  expect([finding.controlPlane.value, finding.infrastructure.value, finding.distribution.value]).toEqual(['unknown', 'unknown', 'unknown']);
  expect([finding.provider, finding.name]).toEqual([null, null]);
});

test('weak facts do not add up', () => {
  fc.assert(
    fc.property(fc.subarray([...weak], { minLength: 1 }), (some) => {
      const finding = detectProvider({ ...Object.assign({}, ...some), nodes: some.flatMap((facts) => facts.nodes ?? []) });
      expect(finding.name).toBeNull();
    }),
  );
});

test('of a node nothing is claimed twice, and its machine is claimed once', () => {
  fc.assert(
    fc.property(anyNode, (node) => {
      const claims = nodeEvidence(providerNodeOf(node));
      expect(claims.filter((claim) => claim.about === 'infrastructure').length).toBe(
        infrastructureOf(providerNodeOf(node)) === null ? 0 : 1,
      );
    }),
  );
});
