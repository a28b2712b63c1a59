import { expect, it } from 'vitest';
import { projectNodes } from '../../../../electron/features/nodes/project-nodes.ts';
import type { KubeObject } from '../../../../electron/kube/projection.ts';
import { formatCell } from '../../../../shared/format-cell.ts';

const ready = (status: string): object => ({ type: 'Ready', status });

it.each<[string, KubeObject, string, string]>([
  ['ready', { status: { conditions: [ready('True')] } }, 'Ready', 'ok'],
  ['kubelet says no', { status: { conditions: [ready('False')] } }, 'NotReady', 'broken'],
  ['kubelet is silent', { status: { conditions: [ready('Unknown')] } }, 'NotReady', 'broken'],
  ['no condition', {}, 'Unknown', 'unknown'],
  ['cordoned', { spec: { unschedulable: true }, status: { conditions: [ready('True')] } }, 'Ready,SchedulingDisabled', 'attention'],
  ['cordoned and unknown', { spec: { unschedulable: true } }, 'Unknown,SchedulingDisabled', 'unknown'],
  ['under pressure', { status: { conditions: [{ type: 'DiskPressure', status: 'True' }, ready('True')] } }, 'Ready', 'attention'],
])('%s', (_, object, status, health) => {
  const row = projectNodes.project(object);
  expect(row.cells[0]).toBe(status);
  expect(row.health).toBe(health);
});

it('prints roles, addresses and what the node says of itself', () => {
  const row = projectNodes.project({
    metadata: {
      name: 'n',
      creationTimestamp: '2026-11-23T02:00:00Z',
      labels: {
        'node-role.kubernetes.io/worker': '',
        'node-role.kubernetes.io/control-plane': '',
        'kubernetes.io/role': 'gpu',
        other: 'x',
      },
    },
    status: {
      addresses: [
        { type: 'Hostname', address: 'h' },
        { type: 'InternalIP', address: '10.0.0.1' },
        { type: 'InternalIP', address: '10.0.0.2' },
      ],
      nodeInfo: { kubeletVersion: 'v1.36.3', kernelVersion: '6.8.0', architecture: 'arm64' },
    },
  });
  const now = Date.parse('2026-11-23T03:00:00Z');
  const texts = projectNodes.columns.map((column, index) => formatCell(column, row.cells[index] ?? null, now));
  expect(texts.join('|')).toBe('Unknown|control-plane,gpu,worker|60m|v1.36.3|10.0.0.1|<none>|<unknown>|6.8.0 (arm64)|<unknown>');
});
