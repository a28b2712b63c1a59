import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../electron/kube/projection.ts';
import { projectionFor } from '../../electron/projections.ts';
import { formatCell, kubectlLine } from '../../shared/format-cell.ts';
import { kindDefinitionOf, kindDefinitions } from '../../shared/kinds/kind-definitions.ts';
import { resourceKey } from '../../shared/resource.ts';

const healths = ['ok', 'done', 'progressing', 'attention', 'broken', 'unknown'];

/** Field names the projections read, so that arbitrary JSON reaches their inner branches. */
const fieldNames = [
  ...[
    'metadata',
    'spec',
    'status',
    'name',
    'namespace',
    'uid',
    'labels',
    'creationTimestamp',
    'deletionTimestamp',
    'generation',
    'conditions',
    'type',
  ],
  ...[
    'reason',
    'phase',
    'containers',
    'initContainers',
    'containerStatuses',
    'initContainerStatuses',
    'state',
    'lastState',
    'waiting',
    'running',
  ],
  ...[
    'terminated',
    'finishedAt',
    'restartCount',
    'restartPolicy',
    'readinessGates',
    'podIPs',
    'selector',
    'matchLabels',
    'matchExpressions',
    'operator',
  ],
  ...[
    'values',
    'key',
    'template',
    'nodeSelector',
    'replicas',
    'ports',
    'nodePort',
    'loadBalancer',
    'ingress',
    'rules',
    'host',
    'tls',
    'ingressClassName',
    'externalIPs',
    'clusterIPs',
    'addresses',
  ],
  ...[
    'nodeInfo',
    'architecture',
    'series',
    'involvedObject',
    'source',
    'message',
    'jobTemplate',
    'active',
    'updateStrategy',
    'rollingUpdate',
  ],
];
const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 3.5, '', 'Ready', 'True', 'False', 'Always', 'LoadBalancer', 'In', 'Completed'),
  fc.constantFrom<unknown>(
    '2026-11-23T03:00:00Z',
    '0001-01-01T00:00:00Z',
    'Complete',
    'Initialized',
    'NodeLost',
    'Pending',
    'Running',
    '__proto__',
  ),
  fc.string(),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, leaf, fc.array(tie('json'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom(...fieldNames), tie('json'), { maxKeys: 8 }),
}));

describe('projectionFor', () => {
  it('has a projection for every definition, with the same columns, in every known version', () => {
    for (const definition of kindDefinitions) {
      for (const version of definition.versions) {
        const ref = { ...definition.resource, version };
        expect(projectionFor(ref)?.columns, resourceKey(ref)).toBe(definition.columns);
        expect(kindDefinitionOf(ref)).toBe(definition);
      }
      expect(new Set(definition.columns.map((column) => column.id)).size).toBe(definition.columns.length);
    }
  });

  it('leaves other groups, unknown versions and other kinds to the Table', () => {
    expect(projectionFor({ group: 'events.k8s.io', version: 'v1', resource: 'events' })).toBeNull();
    expect(projectionFor({ group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' })).toBeNull();
    expect(projectionFor({ group: 'apps', version: 'v2', resource: 'deployments' })).toBeNull();
    expect(projectionFor({ group: '', version: 'v1', resource: 'secrets' })).toBeNull();
    expect(projectionFor({ group: '', version: 'v1', resource: 'toString' })).toBeNull();
  });
});

describe.each(kindDefinitions.map((definition) => [resourceKey(definition.resource), definition] as const))('%s', (_, definition) => {
  const projection = projectionFor(definition.resource);

  it('gives a whole row for any JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        const row = projection?.project(value as KubeObject);
        expect(row?.cells).toHaveLength(definition.columns.length);
        expect(healths).toContain(row?.health);
        expect(row?.uid).toBeTypeOf('string');
        expect(row?.name).toBeTypeOf('string');
        expect(row?.labels).toBeTypeOf('object');
        for (const [index, column] of definition.columns.entries()) {
          const text = kubectlLine(formatCell(column, row?.cells[index] ?? null, 1_800_000_000_000));
          expect(text).not.toMatch(/undefined|NaN|\[object/);
        }
        expect(JSON.parse(JSON.stringify(row))).toEqual(row);
      }),
      { numRuns: 300 },
    );
  });
});
