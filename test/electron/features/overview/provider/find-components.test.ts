import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findComponents } from '../../../../../electron/features/overview/provider/find-components.ts';
import { workloadFactsOf } from '../../../../../electron/features/overview/provider/workload-facts.ts';
import type { ClusterComponent, WorkloadFacts } from '../../../../../shared/cluster-component.ts';
import { providerFixture } from './made-pool-nodes.ts';

function workload(name: string, image: string, fields: Partial<WorkloadFacts> = {}): WorkloadFacts {
  return { kind: 'DaemonSet', namespace: 'kube-system', name, labels: {}, images: [image], args: [], ready: 3, desired: 3, ...fields };
}

const deployment = { kind: 'Deployment', ready: 1, desired: 1 } as const;

function found(workloads: readonly WorkloadFacts[]): readonly Extract<ClusterComponent, { state: 'found' }>[] {
  return findComponents(workloads, null).filter((component) => component.state === 'found');
}

test.each<[string, string, string, WorkloadFacts]>([
  ['cni', 'Cilium', 'v1.18.2', workload('cilium', 'quay.io/cilium/cilium:v1.18.2@sha256:0123')],
  ['cni', 'Cilium', 'v1.15.0-gke.1', workload('anetd', 'gke.gcr.io/cilium/cilium:v1.15.0-gke.1')],
  ['cni', 'Cilium', 'v1.17.1', workload('cilium', 'rancher/mirrored-cilium-cilium:v1.17.1')],
  ['cni', 'Calico', 'v3.29.1', workload('calico-node', 'docker.io/calico/node:v3.29.1')],
  ['cni', 'Canal', 'v3.29.1', workload('canal', 'docker.io/calico/node:v3.29.1')],
  ['cni', 'Canal', 'v3.29.1-build2025', workload('rke2-canal', 'rancher/hardened-calico:v3.29.1-build2025')],
  ['cni', 'Flannel', 'v0.26.1', workload('kube-flannel-ds', 'docker.io/flannel/flannel:v0.26.1', { namespace: 'kube-flannel' })],
  [
    'cni',
    'Amazon VPC CNI',
    'v1.19.0-eksbuild.1',
    workload('aws-node', '602401143452.dkr.ecr.eu-west-3.amazonaws.com/amazon-k8s-cni:v1.19.0-eksbuild.1'),
  ],
  ['cni', 'Azure CNI', 'v1.6.8', workload('azure-cns', 'mcr.microsoft.com/containernetworking/azure-cns:v1.6.8')],
  ['cni', 'kindnet', 'v20250512-df8de77b', workload('kindnet', 'docker.io/kindest/kindnetd:v20250512-df8de77b')],
  ['cni', 'Kilo', '0.6.0', workload('kilo', 'squat/kilo:0.6.0')],
  ['csi', 'Scaleway CSI', 'v0.3.2', workload('scaleway-csi-node', 'scaleway/scaleway-csi:v0.3.2')],
  ['csi', 'AWS EBS CSI', 'v1.38.1', workload('ebs-csi-node', 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.38.1')],
  ['csi', 'Cinder CSI', 'v1.32.0', workload('openstack-cinder-csi-nodeplugin', 'registry.k8s.io/provider-os/cinder-csi-plugin:v1.32.0')],
  ['csi', 'Exoscale CSI', 'v0.32.0', workload('exoscale-csi-node', 'docker.io/exoscale/csi-driver:v0.32.0')],
  ['csi', 'DigitalOcean CSI', 'v4.13.0', workload('csi-do-node', 'digitalocean/do-csi-plugin:v4.13.0')],
  ['csi', 'local-path', 'v0.0.30', workload('local-path-provisioner', 'rancher/local-path-provisioner:v0.0.30', deployment)],
  ['dns', 'CoreDNS', 'v1.12.0', workload('coredns', 'registry.k8s.io/coredns/coredns:v1.12.0', deployment)],
  ['dns', 'CoreDNS', '1.12.0', workload('coredns', 'rancher/mirrored-coredns-coredns:1.12.0', deployment)],
  ['dns', 'CoreDNS', 'v1.11', workload('dns', 'registry.example.test:5000/mirror/coredns:v1.11', { ...deployment, namespace: 'infra' })],
  ['dns', 'NodeLocal DNSCache', '1.23.1', workload('node-local-dns', 'registry.k8s.io/dns/k8s-dns-node-cache:1.23.1')],
  ['proxy', 'kube-proxy', 'v1.34.1', workload('kube-proxy', 'registry.k8s.io/kube-proxy:v1.34.1')],
  [
    'ingress',
    'ingress-nginx',
    'v1.12.1',
    workload('ingress-nginx-controller', 'registry.k8s.io/ingress-nginx/controller:v1.12.1', deployment),
  ],
  ['ingress', 'Traefik', '3.3.5', workload('traefik', 'rancher/mirrored-library-traefik:3.3.5', deployment)],
  ['metrics', 'metrics-server', 'v0.8.0', workload('metrics-server', 'registry.k8s.io/metrics-server/metrics-server:v0.8.0', deployment)],
  [
    'metrics',
    'kube-state-metrics',
    'v2.15.0',
    workload('ksm', 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.15.0', { ...deployment, namespace: 'monitoring' }),
  ],
  [
    'autoscaler',
    'Cluster Autoscaler',
    'v1.32.0',
    workload('cluster-autoscaler', 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.32.0', deployment),
  ],
  ['autoscaler', 'Karpenter', '1.3.3', workload('karpenter', 'public.ecr.aws/karpenter/controller:1.3.3', deployment)],
  [
    'konnectivity',
    'Konnectivity agent',
    'v0.33.0',
    workload('konnectivity-agent', 'registry.k8s.io/kas-network-proxy/proxy-agent:v0.33.0'),
  ],
  [
    'cloud-controller',
    'cloud-controller-manager',
    'v1.23.0',
    workload('hcloud-cloud-controller-manager', 'docker.io/hetznercloud/hcloud-cloud-controller-manager:v1.23.0', deployment),
  ],
  ['mesh', 'Istio', '1.25.0', workload('istiod', 'docker.io/istio/pilot:1.25.0', { ...deployment, namespace: 'istio-system' })],
  [
    'mesh',
    'Linkerd',
    'edge-25.3.1',
    workload('linkerd-destination', 'cr.l5d.io/linkerd/controller:edge-25.3.1', { ...deployment, namespace: 'linkerd' }),
  ],
  [
    'policy',
    'Gatekeeper',
    'v3.19.0',
    workload('gatekeeper-controller-manager', 'openpolicyagent/gatekeeper:v3.19.0', { ...deployment, namespace: 'gatekeeper-system' }),
  ],
  [
    'policy',
    'Kyverno',
    'v1.14.0',
    workload('kyverno-admission-controller', 'reg.kyverno.io/kyverno/kyverno:v1.14.0', { ...deployment, namespace: 'kyverno' }),
  ],
  [
    'certificates',
    'cert-manager',
    'v1.17.1',
    workload('cert-manager', 'quay.io/jetstack/cert-manager-controller:v1.17.1', { ...deployment, namespace: 'cert-manager' }),
  ],
  ['gitops', 'Argo CD', 'v2.14.9', workload('argocd-server', 'quay.io/argoproj/argocd:v2.14.9', { ...deployment, namespace: 'argocd' })],
  [
    'gitops',
    'Flux',
    'v1.5.0',
    workload('source-controller', 'ghcr.io/fluxcd/source-controller:v1.5.0', { ...deployment, namespace: 'flux-system' }),
  ],
])('%s: %s %s', (role, name, version, object) => {
  expect(found([object])).toMatchObject([
    { role, name, version, health: 'healthy', seen: { kind: object.kind, namespace: object.namespace, name: object.name } },
  ]);
});

describe('components', () => {
  it('of the fixtures are found, with what is worth a word', () => {
    const objects = [
      workloadFactsOf('DaemonSet', providerFixture('workloads/konnectivity-agent.json')),
      workloadFactsOf('Deployment', providerFixture('workloads/metrics-server.insecure.json')),
    ];
    expect(found(objects)).toMatchObject([
      // The manifest has no status: nobody says how many are ready.
      { role: 'metrics', version: 'v0.8.0', health: 'unknown', ready: null, desired: 1, facts: ['kubelet-insecure-tls'] },
      { role: 'konnectivity', version: 'v0.33.0', health: 'healthy', ready: 3, desired: 3, facts: [] },
    ]);
  });

  it('are healthy, degraded, down or idle as their pods are', () => {
    const health = (ready: number | null, desired: number | null) =>
      found([workload('kube-proxy', 'kube-proxy:v1', { ready, desired })])[0]?.health;
    expect([health(3, 3), health(2, 3), health(0, 3), health(0, 0), health(null, 3), health(1, null)]).toEqual([
      'healthy',
      'degraded',
      'down',
      'idle',
      'unknown',
      'unknown',
    ]);
  });

  it('of one product in one namespace are one; a DaemonSet that wants no pod does not count', () => {
    const linux = workload('csi-azuredisk-node', 'mcr.microsoft.com/oss/v2/kubernetes-csi/azuredisk-csi:v1.31.3', { ready: 2, desired: 3 });
    const windows = { ...linux, name: 'csi-azuredisk-node-win', ready: 0, desired: 0 };
    expect(found([windows, linux])).toMatchObject([
      { name: 'Azure Disk CSI', ready: 2, desired: 3, health: 'degraded', seen: { name: 'csi-azuredisk-node' } },
    ]);
    expect(found([linux, { ...linux, namespace: 'other' }])).toHaveLength(2);
  });

  it('are recognised by name only where the cluster’s own things are, and have no version without a tag', () => {
    const digest = 'registry.example.test:5000/vendor/build@sha256:0123';
    expect(found([workload('coredns', digest, deployment)])).toMatchObject([{ name: 'CoreDNS', version: '' }]);
    expect(found([workload('coredns', digest, { ...deployment, namespace: 'shop' })])).toEqual([]);
    expect(found([workload('traefik', 'shop/front:1', { ...deployment, namespace: 'shop' })])).toEqual([]);
    expect(found([workload('web', 'shop/node:20', deployment), workload('pilot', 'shop/autopilot:1', deployment)])).toEqual([]);
  });

  it('that are not found are not there only when everything was read', () => {
    const states = (blind: Parameters<typeof findComponents>[1]) =>
      new Map(findComponents([workload('cilium', 'quay.io/cilium/cilium:v1.18.2')], blind).map((component) => [component.role, component]));
    expect(states(null).get('dns')).toEqual({ role: 'dns', state: 'not-found' });
    expect(states('forbidden').get('dns')).toEqual({ role: 'dns', state: 'cannot-tell', why: 'forbidden' });
    expect(states('forbidden').get('cni')).toMatchObject({ state: 'found', name: 'Cilium' });
  });

  it('never show what arguments say', () => {
    const secret = workload('metrics-server', 'metrics-server:v1', {
      ...deployment,
      args: ['--token=hunter2', '--kubelet-insecure-tls=false'],
    });
    expect(JSON.stringify(found([secret]))).not.toContain('hunter2');
    expect(found([secret])[0]?.facts).toEqual([]);
  });
});

test('whatever objects look like, every role has an answer', () => {
  const odd = fc.dictionary(fc.constantFrom('metadata', 'spec', 'status'), fc.jsonValue());
  const made = fc.record({
    metadata: fc.record({ name: fc.constantFrom('coredns', 'cilium', 'x'), namespace: fc.constantFrom('kube-system', 'x') }),
    spec: fc.record({
      replicas: fc.jsonValue(),
      template: fc.record({ spec: fc.record({ containers: fc.array(fc.record({ image: fc.oneof(fc.string(), fc.jsonValue()) })) }) }),
    }),
    status: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(odd, made)), fc.constantFrom('Deployment', 'DaemonSet', 'StatefulSet'), (objects, kind) => {
      const components = findComponents(
        objects.map((object) => workloadFactsOf(kind, object)),
        null,
      );
      expect(new Set(components.map((component) => component.role)).size).toBe(13);
    }),
  );
});
