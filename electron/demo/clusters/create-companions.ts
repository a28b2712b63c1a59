import type { ClusterState } from '../cluster-state.ts';
import { at, kubeTime } from '../kube-object.ts';
import type { ClusterSpec, WorkloadSpec } from './cluster-spec.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What stands around a workload: service, ingress, budget, autoscaler, claims, configuration. */
export function createCompanions(state: ClusterState, cluster: ClusterSpec, workload: WorkloadSpec, index: number): void {
  const { name, namespace } = workload;
  const labels = { 'app.kubernetes.io/name': name };
  const meta = { name, namespace, labels };
  if (workload.service) {
    const clusterIp =
      workload.service === 'Headless' ? 'None' : `10.${cluster.provider === 'aws' ? 100 : 3}.${index}.${(index * 37) % 250}`;
    const type = workload.service === 'Headless' ? 'ClusterIP' : workload.service;
    const port = {
      name: 'http',
      port: workload.port ?? 80,
      targetPort: workload.port ?? 80,
      protocol: 'TCP',
      ...(type === 'LoadBalancer' ? { nodePort: 30_000 + index } : {}),
    };
    state.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta,
      spec: {
        type,
        clusterIP: clusterIp,
        clusterIPs: [clusterIp],
        ports: [port],
        selector: labels,
        sessionAffinity: 'None',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
      status: { loadBalancer: type === 'LoadBalancer' ? { ingress: [cluster.loadBalancerAddress(index)] } : {} },
    });
  }
  if (workload.minAvailable !== undefined)
    state.create('poddisruptionbudgets.policy', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { ...meta, generation: 1 },
      spec: { minAvailable: workload.minAvailable, selector: { matchLabels: labels } },
      status: {},
    });
  if (workload.scaler)
    state.create('horizontalpodautoscalers.autoscaling', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: meta,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: workload.scaler.min,
        maxReplicas: workload.scaler.max,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
      },
      status: {
        currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 48, averageValue: '120m' } } }],
      },
    });
  if (workload.host) {
    state.create('ingresses.networking.k8s.io', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { ...meta, annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: [workload.host], secretName: `${name}-tls` }],
        rules: [
          {
            host: workload.host,
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: workload.port ?? 80 } } } }] },
          },
        ],
      },
      status: { loadBalancer: { ingress: [cluster.loadBalancerAddress(11)] } },
    });
    state.create('secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${name}-tls`, namespace },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': Buffer.from('made up').toString('base64'), 'tls.key': Buffer.from('made up').toString('base64') },
    });
    // It is as old as its workload, and was renewed ever since.
    const now = state.now() + workload.ageHours * HOUR_MS;
    state.create('certificates.cert-manager.io', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: `${name}-tls`, namespace, generation: 1 },
      spec: { secretName: `${name}-tls`, dnsNames: [workload.host], issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
      status: {
        notAfter: kubeTime(now + 41 * DAY_MS),
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'Ready',
            message: 'Certificate is up to date and has not expired',
            lastTransitionTime: kubeTime(now - 40 * DAY_MS),
          },
        ],
      },
    });
  }
  if (workload.kind === 'StatefulSet')
    for (let replica = 0; replica < (workload.replicas ?? 1); replica += 1)
      createVolume(state, cluster, namespace, `data-${name}-${replica}`, replica);
  if (workload.tier) {
    state.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-config`, namespace, labels },
      data: { 'application.yaml': `service: ${name}\nlogLevel: info\n`, region: cluster.name },
    });
    state.create('secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${name}-credentials`, namespace, labels },
      type: 'Opaque',
      data: { username: Buffer.from('demo').toString('base64'), password: Buffer.from('made up').toString('base64') },
    });
  }
}

/** A disk of the provider and the claim on it: like all of them it can be attached in its own zone only. */
function createVolume(state: ClusterState, cluster: ClusterSpec, namespace: string, claim: string, replica: number): void {
  const zones = cluster.pools[0]?.zones ?? [];
  const inZone = { key: 'topology.kubernetes.io/zone', operator: 'In', values: [zones[replica % zones.length] ?? ''] };
  const volumeName = `pvc-${claim}-${namespace}`;
  const claimObject = state.create('persistentvolumeclaims', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claim, namespace, finalizers: ['kubernetes.io/pvc-protection'] },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '20Gi' } },
      storageClassName: cluster.storageClass.name,
      volumeMode: 'Filesystem',
      volumeName,
    },
    status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '20Gi' } },
  });
  state.create('persistentvolumes', {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '20Gi' },
      claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claim, uid: at(claimObject, 'metadata', 'uid') },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: cluster.storageClass.name,
      volumeMode: 'Filesystem',
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [inZone] }] } },
      csi: { driver: cluster.storageClass.provisioner, volumeHandle: volumeName },
    },
    status: { phase: 'Bound' },
  });
}
