import { describe, expect, it, test } from 'vitest';
import { detectProvider } from '../../../../electron/kube/provider/detect-provider.ts';
import type { ProviderFacts } from '../../../../electron/kube/provider/provider-facts.ts';
import { fixtureFacts, madeNode, providerNode } from './provider-fixtures.ts';

/** The answers in short. */
function found(facts: ProviderFacts) {
  const { controlPlane, infrastructure, distribution, regions, provider, name } = detectProvider(facts);
  return { plane: controlPlane.value, machines: infrastructure.value, build: distribution.value, regions: regions.join(), provider, name };
}

test.each([
  ['scaleway', 'scaleway', 'scaleway', 'unknown', 'fr-par', 'Scaleway Kapsule'],
  ['scaleway-full-isolation', 'scaleway', 'scaleway', 'unknown', 'fr-par', 'Scaleway Kapsule'],
  ['scaleway-no-private-network', 'scaleway', 'scaleway', 'unknown', 'fr-par', 'Scaleway Kapsule'],
  ['ovh', 'ovh', 'ovh', 'unknown', 'GRA7', 'OVH Managed Kubernetes'],
  ['ovh-named-flavor', 'ovh', 'ovh', 'unknown', 'GRA11', 'OVH Managed Kubernetes'],
  ['eks', 'eks', 'aws', 'eks', 'eu-west-3', 'AWS EKS'],
  ['eks-karpenter', 'eks', 'aws', 'eks', 'eu-west-3', 'AWS EKS'],
  ['gke', 'gke', 'gcp', 'gke', 'europe-west9', 'GKE'],
  ['aks', 'aks', 'azure', 'unknown', 'francecentral', 'AKS'],
  ['exoscale', 'exoscale', 'exoscale', 'unknown', 'ch-gva-2', 'Exoscale SKS'],
  ['digitalocean', 'digitalocean', 'digitalocean', 'unknown', 'fra1', 'DigitalOcean'],
  ['hetzner-k3s', 'unknown', 'hetzner', 'k3s', 'fsn1', 'k3s on Hetzner'],
  ['k3s-bare', 'self-managed', 'unknown', 'k3s', '', 'k3s'],
  ['kind', 'self-managed', 'local', 'kind', '', 'kind'],
  ['minikube', 'self-managed', 'local', 'minikube', '', 'minikube'],
])('node %s alone tells control plane %s, machines %s, build %s, region %s: %s', (fixture, plane, machines, build, regions, name) => {
  expect(found({ nodes: [providerNode(fixture)] })).toMatchObject({ plane, machines, build, regions, name });
});

test.each([
  ['scaleway', ['scaleway', 'scaleway-full-isolation'], 'v1.34.6', 'Scaleway Kapsule'],
  ['scaleway-static-token', ['scaleway-no-private-network'], 'v1.22.8', 'Scaleway Kapsule'],
  ['ovh', ['ovh', 'ovh-named-flavor'], 'v1.34.0', 'OVH Managed Kubernetes'],
  ['oidc-generic', ['ovh'], 'v1.34.0', 'OVH Managed Kubernetes'],
  ['eks', ['eks', 'eks-karpenter'], 'v1.34.1-eks-3025e55', 'AWS EKS'],
  ['gke', ['gke'], 'v1.34.1-gke.1829001', 'GKE'],
  ['aks', ['aks'], 'v1.34.0', 'AKS'],
  ['exoscale', ['exoscale'], 'v1.35.1', 'Exoscale SKS'],
  ['exoscale-exec', ['exoscale'], 'v1.35.1', 'Exoscale SKS'],
  ['digitalocean', ['digitalocean'], 'v1.34.1', 'DigitalOcean'],
  ['hetzner-k3s', ['hetzner-k3s'], 'v1.34.1+k3s1', 'k3s on Hetzner'],
  ['kind', ['kind'], 'v1.34.0', 'kind'],
  ['minikube', ['minikube'], 'v1.35.0', 'minikube'],
])('every context of kubeconfig %s with its nodes %j at %s is %s', (kubeconfig, nodes, version, name) => {
  const contexts = fixtureFacts(kubeconfig);
  expect(contexts.length).toBeGreaterThan(0);
  for (const facts of contexts) expect(found({ ...facts, version, nodes: nodes.map(providerNode) }).name).toBe(name);
});

test('a kubeconfig alone tells the region where its host or its tool has written it', () => {
  const regions = (name: string) => fixtureFacts(name).map((facts) => found(facts).regions);
  expect(regions('scaleway')).toEqual(['fr-par', 'nl-ams']);
  expect(regions('ovh')).toEqual(['GRA']);
  expect(regions('eks')).toEqual(['eu-west-3', 'eu-west-3', 'eu-west-1']);
  expect(regions('gke')).toEqual(['europe-west9', 'europe-west9']);
  expect(regions('aks')).toEqual(['francecentral', 'francecentral', 'francecentral']);
  expect(regions('exoscale')).toEqual(['ch-gva-2']);
  expect(regions('digitalocean')).toEqual(['fra1']);
});

describe('mixed clusters', () => {
  const kapsule = fixtureFacts('scaleway')[0] as ProviderFacts;
  const foreign = madeNode({ providerID: 'aws:///eu-west-3a/i-0123456789abcdef0' });

  it('is Kosmos when Scaleway runs the control plane of nodes that are not its own', () => {
    expect(found({ ...kapsule, version: 'v1.34.6', nodes: [foreign] })).toMatchObject({
      plane: 'scaleway',
      machines: 'aws',
      name: 'Scaleway Kosmos',
    });
    const finding = detectProvider({ ...kapsule, nodes: [providerNode('scaleway'), foreign, foreign] });
    expect(finding.infrastructure.value).toBe('mixed');
    expect(finding.infrastructures).toEqual([
      { infrastructure: 'aws', nodes: 2 },
      { infrastructure: 'scaleway', nodes: 1 },
    ]);
  });

  it('is not EKS because its machines are Amazon’s', () => {
    const master = madeNode({ providerID: foreign.providerID, labels: { 'node-role.kubernetes.io/control-plane': '' } });
    const kops = { server: 'https://api.k8s.example.test', version: 'v1.33.4', nodes: [master, foreign] };
    expect(found(kops)).toMatchObject({ plane: 'self-managed', machines: 'aws', provider: null, name: 'Kubernetes on AWS' });
    expect(found({ ...kops, nodes: [foreign] }).plane).toBe('unknown');
    expect(found({ ...kops, nodes: [foreign], execCommand: 'aws-iam-authenticator', execArgs: ['token', '-i', 'c'] }).plane).toBe(
      'unknown',
    );
  });

  it('is not OVHcloud because its machines are OpenStack’s, even with a label nodepool', () => {
    const node = madeNode({ providerID: 'openstack:///88888888-1111-4222-8333-000000000001', labels: { nodepool: 'a' } });
    expect(found({ server: 'https://api.c.p.ske.eu01.onstackit.cloud', nodes: [node] })).toMatchObject({
      plane: 'unknown',
      machines: 'openstack',
      name: 'Kubernetes on OpenStack',
    });
  });

  it('is not Kapsule because its machines are Scaleway’s, nor because of a tag of theirs', () => {
    const labels = { 'k8s.scaleway.com/pool': 'workers', 'k8s.scaleway.com/pool-name': 'workers' };
    const node = madeNode({
      providerID: 'scaleway://instance/fr-par-1/44444444-dddd-4eee-8fff-000000000001',
      labels,
      kubeletVersion: 'v1.34.1+k3s1',
    });
    expect(found({ nodes: [node] })).toMatchObject({ plane: 'unknown', machines: 'scaleway', provider: 'k3s', name: 'k3s on Scaleway' });
  });

  it('is not what its credential plugin is for when its version or all its machines say otherwise', () => {
    const gke = { server: 'https://192.0.2.10', execCommand: 'gke-gcloud-auth-plugin' };
    expect(found(gke).plane).toBe('gke');
    expect(found({ ...gke, version: 'v1.30.5-gke.600', nodes: [foreign] })).toMatchObject({ plane: 'unknown', name: 'Kubernetes on AWS' });
    const eks = { server: 'https://10.0.0.1', execCommand: 'aws', execArgs: ['--region=eu-west-3', 'eks', 'get-token'] };
    expect(found(eks)).toMatchObject({ plane: 'eks', regions: 'eu-west-3' });
    expect(found({ ...eks, version: 'v1.33.4+k3s1' })).toMatchObject({ plane: 'unknown', name: 'k3s' });
  });

  it('is neither GKE nor EKS when their builds run elsewhere', () => {
    const anthos = madeNode({
      providerID: 'vsphere://42305f0b',
      labels: { 'cloud.google.com/gke-nodepool': 'p' },
      kubeletVersion: 'v1.30.5-gke.600',
    });
    expect(found({ version: 'v1.30.5-gke.600', nodes: [anthos] })).toMatchObject({ plane: 'unknown', name: 'Kubernetes on vSphere' });
    const anywhere = madeNode({ providerID: 'vsphere://42305f0b', kubeletVersion: 'v1.30.4-eks-1-30-12' });
    expect(found({ version: 'v1.30.4-eks-1-30-12', nodes: [anywhere] })).toMatchObject({ plane: 'unknown', name: 'EKS Distro on vSphere' });
  });

  it('is what Rancher’s path leads to, not what stands before it', () => {
    const rancher = { server: 'https://rancher.example.test/k8s/clusters/c-m-abcdefgh', execCommand: 'rancher', execArgs: ['token'] };
    expect(found(rancher)).toMatchObject({ plane: 'unknown', provider: null, name: null });
    const node = madeNode({
      annotationKeys: ['rke2.io/node-args'],
      kubeletVersion: 'v1.33.4+rke2r1',
      labels: { 'node-role.kubernetes.io/control-plane': 'true' },
    });
    expect(found({ ...rancher, version: 'v1.33.4+rke2r1', nodes: [node] })).toMatchObject({ plane: 'self-managed', name: 'RKE2' });
    expect(found({ ...rancher, version: 'v1.34.1-eks-3025e55', nodes: [providerNode('eks')] })).toMatchObject({
      plane: 'eks',
      name: 'AWS EKS',
    });
  });

  it('is what nodes say behind a tunnel', () => {
    const tunnel = { server: 'https://127.0.0.1:6443', contextName: 'tunnel', clusterName: 'tunnel', userName: 'me' };
    expect(found(tunnel).name).toBeNull();
    expect(found({ ...tunnel, tlsServerName: '11111111-aaaa-4bbb-8ccc-000000000001.api.k8s.fr-par.scw.cloud' }).name).toBe(
      'Scaleway Kapsule',
    );
    expect(found({ ...tunnel, version: 'v1.34.6', nodes: [providerNode('scaleway')] }).name).toBe('Scaleway Kapsule');
    expect(found({ ...tunnel, execCommand: '/opt/bin/aws-vault', execArgs: ['exec', 'p', '--', 'aws', 'eks', 'get-token'] }).name).toBe(
      'AWS EKS',
    );
  });

  it('is a virtual cluster whatever the nodes of its host say', () => {
    const node = { ...providerNode('eks'), annotationKeys: ['vcluster.loft.sh/managed-labels'] };
    expect(found({ version: 'v1.33.4', nodes: [node] })).toMatchObject({ plane: 'vcluster', machines: 'aws', name: 'vcluster' });
    const address = { ...providerNode('scaleway'), addresses: ['n.nodes.vcluster.com'] };
    expect(found({ version: 'v1.33.4', nodes: [address] }).plane).toBe('vcluster');
    // Without such a mark: the version is not one of EKS, or the name of the context hints at it.
    expect(found({ version: 'v1.33.4+k3s1', nodes: [providerNode('eks')] })).toMatchObject({ plane: 'unknown', build: 'k3s' });
    expect(found({ version: 'v1.33.4', nodes: [providerNode('eks')] })).toMatchObject({ plane: 'unknown', build: 'unknown' });
    expect(found({ contextName: 'vcluster_dev_team-a_admin@shop', nodes: [providerNode('scaleway')] }).plane).toBe('unknown');
    expect(found({ server: 'https://loft.example.test/kubernetes/project/default/virtualcluster/dev' }).plane).toBe('vcluster');
  });

  it('is not GKE because Google’s fleet gateway leads to it', () => {
    const gateway = {
      server: 'https://connectgateway.googleapis.com/v1/projects/1/locations/global/memberships/on-prem',
      execCommand: 'gke-gcloud-auth-plugin',
    };
    expect(found(gateway).plane).toBe('unknown');
    expect(found({ ...gateway, server: gateway.server.replace('/memberships/', '/gkeMemberships/') }).plane).toBe('gke');
  });

  it('is not AKS because of kubelogin, nor because AKS Engine made its nodes', () => {
    const login = { server: 'https://10.0.0.1:6443', execCommand: 'kubelogin' };
    expect(found({ ...login, execArgs: ['get-token', '--server-id', 'other'] }).plane).toBe('unknown');
    expect(found({ ...login, execArgs: ['get-token', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'] }).plane).toBe('aks');
    expect(found({ ...login, execArgs: ['get-token', '--oidc-issuer-url=https://sso.example.test'] }).plane).toBe('unknown');
    const engine = madeNode({
      providerID: 'azure:///subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/k8s-agentpool1-1-0',
      labels: { agentpool: 'agentpool1', 'kubernetes.azure.com/cluster': 'rg', 'kubernetes.azure.com/role': 'agent' },
    });
    expect(found({ nodes: [engine] })).toMatchObject({ plane: 'unknown', name: 'Kubernetes on Azure' });
  });

  it('takes no answer from evidence that contradicts itself', () => {
    const labels = { ...providerNode('scaleway').labels, 'node-role.kubernetes.io/control-plane': '' };
    expect(found({ nodes: [{ ...providerNode('scaleway'), labels }] }).plane).toBe('unknown');
    expect(found({ nodes: [madeNode({ kubeletVersion: 'v1.34.1+k3s1' }), madeNode({ kubeletVersion: 'v1.34.1+rke2r1' })] }).build).toBe(
      'unknown',
    );
  });

  it('does not take a version with a plus for k3s, nor all names default for it', () => {
    expect(found({ version: 'v1.27.10+28ed2d7' }).build).toBe('unknown');
    expect(found({ version: 'v1.31.0+1' }).build).toBe('unknown');
    const names = { server: 'https://127.0.0.1:6443', contextName: 'default', clusterName: 'default', userName: 'default' };
    expect(found(names)).toMatchObject({ build: 'unknown', provider: null });
    expect(found({ ...names, authorityName: 'rke2-server-ca@1771416044' })).toMatchObject({
      build: 'rke2',
      provider: 'rke2',
      name: 'RKE2',
    });
    expect(found({ ...names, authorityName: 'k3s-server-ca@1771416044' })).toMatchObject({ build: 'k3s', provider: 'k3s' });
  });

  it('takes the tool around a distribution for the cluster, also when the version tells the distribution', () => {
    const k3d = { server: 'https://0.0.0.0:41235', contextName: 'k3d-dev', clusterName: 'k3d-dev', userName: 'admin@k3d-dev' };
    expect(found({ ...k3d, version: 'v1.33.4+k3s1' }).build).toBe('k3d');
    const annotationKeys = ['kubeadm.alpha.kubernetes.io/cri-socket'];
    expect(found({ nodes: [{ ...providerNode('kind'), annotationKeys }] }).build).toBe('kind');
    expect(found({ nodes: [madeNode({ annotationKeys, osImage: 'Docker Desktop' })] }).build).toBe('docker-desktop');
    expect(found({ nodes: [madeNode({ annotationKeys })] }).build).toBe('kubeadm');
  });

  it('says whose most machines are only when more nodes say so than are silent', () => {
    const silent = madeNode({});
    expect(found({ nodes: [providerNode('exoscale'), providerNode('exoscale'), silent] }).machines).toBe('exoscale');
    expect(found({ nodes: [providerNode('exoscale'), silent] }).machines).toBe('unknown');
  });
});

describe('other providers', () => {
  test.each<[string, ProviderFacts, ReturnType<typeof found>['plane'], string]>([
    [
      'Linode by node',
      { nodes: [madeNode({ providerID: 'linode://12345', labels: { 'lke.linode.com/pool-id': '67' } })] },
      'linode',
      'Linode LKE',
    ],
    ['Linode by host', { server: 'https://06d998c7-a2de-4b55-a7c6-8b20c0d47a81.us-ord-2-gw.linodelke.net:443' }, 'linode', 'Linode LKE'],
    ['Linode machines only', { nodes: [madeNode({ providerID: 'linode://12345' })] }, 'unknown', 'Kubernetes on Linode'],
    ['Civo', { version: 'v1.30.5+k3s1', nodes: [madeNode({ providerID: 'civo://a', kubeletVersion: 'v1.30.5+k3s1' })] }, 'civo', 'Civo'],
    [
      'Vultr',
      { version: 'v1.31.0+1', nodes: [madeNode({ providerID: 'vultr://a', labels: { 'vke.vultr.com/node-pool': 'p' } })] },
      'vultr',
      'Vultr VKE',
    ],
    [
      'Oracle',
      { nodes: [madeNode({ providerID: 'ocid1.instance.oc1.phx.abc', annotationKeys: ['oci.oraclecloud.com/node-pool-id'] })] },
      'oracle',
      'Oracle OKE',
    ],
    [
      'Oracle by plugin',
      { execCommand: 'oci', execArgs: ['ce', 'cluster', 'generate-token', '--cluster-id', 'x'] },
      'oracle',
      'Oracle OKE',
    ],
    [
      'IBM',
      {
        version: 'v1.29.2+IKS',
        nodes: [madeNode({ providerID: 'ibm://a///b/c', labels: { 'ibm-cloud.kubernetes.io/worker-pool-id': 'p' } })],
      },
      'ibm',
      'IBM Cloud Kubernetes',
    ],
    ['IBM by host', { server: 'https://c111-e.us-east.containers.cloud.ibm.com:31969' }, 'ibm', 'IBM Cloud Kubernetes'],
    [
      'Alibaba',
      {
        nodes: [
          madeNode({
            providerID: 'cn-shenzhen.i-wz960ockeekr3dok06kr',
            kubeletVersion: 'v1.31.1-aliyun.1',
            labels: { 'ack.aliyun.com': 'c' },
          }),
        ],
      },
      'alibaba',
      'Alibaba ACK',
    ],
    [
      'Red Hat by host',
      { server: 'https://api.ci.l2s4.p1.openshiftapps.com:6443' },
      'openshift-dedicated',
      'OpenShift, managed by Red Hat',
    ],
    ['ARO by host', { server: 'https://api.abcd1234.westeurope.aroapp.io:6443' }, 'aro', 'Azure Red Hat OpenShift'],
    [
      'OpenShift on AWS',
      {
        nodes: [
          madeNode({
            providerID: 'aws:///eu-west-3a/i-0123456789abcdef0',
            labels: { 'node.openshift.io/os_id': 'rhel', 'node-role.kubernetes.io/master': '' },
          }),
        ],
      },
      'unknown',
      'OpenShift on AWS',
    ],
    [
      'OUTSCALE with Amazon’s form of providerID',
      {
        nodes: [madeNode({ providerID: 'aws:///eu-west-2a/i-0123abcd', labels: { 'node.kubernetes.io/instance-type': 'tinav6.c4r8p1' } })],
      },
      'unknown',
      'Kubernetes on OUTSCALE',
    ],
    [
      'EKS on Fargate',
      {
        nodes: [
          madeNode({
            name: 'fargate-ip-10-0-1-2.eu-west-3.compute.internal',
            providerID: 'aws:///eu-west-3a/0123456789-abc/fargate-ip-10-0-1-2.eu-west-3.compute.internal',
            labels: { 'eks.amazonaws.com/compute-type': 'fargate' },
            kubeletVersion: 'v1.34.1-eks-113cf36',
          }),
        ],
      },
      'eks',
      'AWS EKS',
    ],
    [
      'EKS hybrid nodes',
      {
        version: 'v1.34.1-eks-3025e55',
        nodes: [madeNode({ providerID: 'eks-hybrid:///eu-west-3/c/mi-0123', labels: { 'eks.amazonaws.com/compute-type': 'hybrid' } })],
      },
      'eks',
      'AWS EKS',
    ],
    [
      'kubeadm on vSphere',
      {
        nodes: [
          madeNode({
            providerID: 'vsphere://42305f0b-dad7-1d3d-5727-0eaffffffffc',
            annotationKeys: ['kubeadm.alpha.kubernetes.io/cri-socket'],
            labels: { 'node-role.kubernetes.io/control-plane': '' },
          }),
        ],
      },
      'self-managed',
      'kubeadm on vSphere',
    ],
    ['Talos on Hetzner', { nodes: [madeNode({ providerID: 'hcloud://1', osImage: 'Talos (v1.11.3)' })] }, 'unknown', 'Talos on Hetzner'],
    ['k0s', { version: 'v1.34.1+k0s', nodes: [madeNode({ labels: { 'node.k0sproject.io/role': 'control-plane' } })] }, 'unknown', 'k0s'],
    ['MicroK8s', { nodes: [madeNode({ labels: { 'microk8s.io/cluster': 'true' } })] }, 'unknown', 'MicroK8s'],
    [
      'Docker Desktop',
      {
        server: 'https://kubernetes.docker.internal:6443',
        contextName: 'docker-desktop',
        clusterName: 'docker-desktop',
        userName: 'docker-desktop',
        nodes: [madeNode({ name: 'docker-desktop', osImage: 'Docker Desktop' })],
      },
      'unknown',
      'Docker Desktop',
    ],
    [
      'k3d',
      { server: 'https://0.0.0.0:41235', contextName: 'k3d-dev', clusterName: 'k3d-dev', userName: 'admin@k3d-dev' },
      'unknown',
      'k3d',
    ],
  ])('%s', (_what, facts, plane, name) => {
    expect(found(facts)).toMatchObject({ plane, name });
  });
});

test('evidence says what was seen, where, and on how many nodes; what decides comes first', () => {
  const node = providerNode('scaleway');
  const { controlPlane, infrastructure } = detectProvider({ clusterName: 'gke_p_l_c', nodes: [node, { ...node, name: 'b' }] });
  expect(controlPlane.evidence).toEqual([
    { speaksFor: 'scaleway', fact: 'label k8s.scaleway.com/pool', seen: 'nodes', grade: 'strong', nodes: 2 },
    { speaksFor: 'gke', fact: 'cluster gke_p_l_c', seen: 'names', grade: 'weak', nodes: null },
  ]);
  expect(infrastructure.evidence).toMatchObject([{ speaksFor: 'scaleway', grade: 'strong', nodes: 2 }]);
});

test('nothing of a plugin’s arguments is repeated but words that are known', () => {
  const finding = detectProvider({ execCommand: '/usr/bin/scw', execArgs: ['--secret', 'hunter2', 'k8s', 'exec-credential'] });
  expect(JSON.stringify(finding)).not.toContain('hunter2');
});
