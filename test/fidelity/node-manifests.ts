import { clusterObject, type Filling, hoursAgo, parkingNode } from './filling.ts';

const unmanaged = { taints: [{ key: 'fidelity.example/parking', effect: 'NoSchedule' }] };
const node = (name: string): string => `/api/v1/nodes/${name}/status`;

/** Nodes without kubelet beside those the cluster has; nothing may be scheduled on them. */
export const nodes: readonly Filling[] = [
  { object: clusterObject('v1', 'Node', parkingNode, { spec: unmanaged }) },
  {
    object: clusterObject(
      'v1',
      'Node',
      'fidelity-roles',
      { spec: { ...unmanaged, unschedulable: true } },
      {
        labels: {
          'node-role.kubernetes.io/worker': '',

          'node-role.kubernetes.io/control-plane': 'x',
          'kubernetes.io/role': 'gpu',
        },
      },
    ),
    status: {
      path: node('fidelity-roles'),
      value: {
        conditions: [
          { type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: hoursAgo(0), lastTransitionTime: hoursAgo(1) },
        ],
        addresses: [
          { type: 'InternalIP', address: '10.0.0.1' },
          { type: 'ExternalIP', address: '203.0.113.1' },
          { type: 'ExternalIP', address: '203.0.113.2' },
        ],
        nodeInfo: nodeInfo({
          osImage: 'Ubuntu 24.04',
          kernelVersion: '6.8.0',
          architecture: 'arm64',
          containerRuntimeVersion: 'containerd://2.1',
        }),
      },
    },
  },
  {
    object: clusterObject('v1', 'Node', 'fidelity-not-ready', { spec: unmanaged }),
    status: {
      path: node('fidelity-not-ready'),
      value: {
        conditions: [
          { type: 'Ready', status: 'False', reason: 'KubeletNotReady', lastHeartbeatTime: hoursAgo(0), lastTransitionTime: hoursAgo(1) },
        ],
        nodeInfo: nodeInfo({ architecture: 'amd64' }),
      },
    },
  },
];

function nodeInfo(fields: object): object {
  const empty = {
    machineID: '',
    systemUUID: '',
    bootID: '',
    kernelVersion: '',
    osImage: '',
    containerRuntimeVersion: '',
    kubeletVersion: 'v1.35.1',
  };
  return { ...empty, kubeProxyVersion: '', operatingSystem: 'linux', architecture: '', ...fields };
}
