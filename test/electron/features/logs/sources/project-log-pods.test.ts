import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectLogJobs } from '../../../../../electron/features/logs/sources/project-log-owners.ts';
import { projectLogPods } from '../../../../../electron/features/logs/sources/project-log-pods.ts';
import type { KubeObject, NamedProjection } from '../../../../../electron/kube/projection.ts';
import { rowDecoderOf } from '../../../../../electron/kube/row-decoder.ts';
import { arbitraryObject } from '../../../kube/protobuf/arbitrary-object.ts';
import { bytesField, encodeMessage, envelope } from '../../../kube/protobuf/encode.ts';

const kinds: readonly (readonly [
  string,
  NamedProjection,
  { group: string; resource: string; message: string; kind: string; apiVersion: string },
])[] = [
  ['pods', projectLogPods, { group: '', resource: 'pods', message: 'core/v1.Pod', kind: 'Pod', apiVersion: 'v1' }],
  ['jobs', projectLogJobs, { group: 'batch', resource: 'jobs', message: 'batch/v1.Job', kind: 'Job', apiVersion: 'batch/v1' }],
];

test.each(kinds)(
  '%s: a list in JSON and one in protobuf give what the whole objects give',
  (_, projection, { group, resource, message, kind, apiVersion }) => {
    const ref = { group, version: 'v1', resource };
    fc.assert(
      fc.property(fc.array(arbitraryObject(message), { minLength: 1, maxLength: 4 }), (objects) => {
        const whole = objects.map((object) => projection.project(object as KubeObject).cells);
        const read = (contentType: string, bytes: Buffer) => {
          const decoder = rowDecoderOf(ref, () => projection);
          const cells: unknown[] = [];
          const scanner = decoder.listScanner(contentType, {
            onHead: () => undefined,
            onItem: (item) => cells.push(decoder.item(item)?.row.cells),
          });
          scanner.push(bytes);
          scanner.end();
          return cells;
        };
        const named = objects.filter((object) => typeof object.metadata === 'object');
        fc.pre(named.length === objects.length);
        const json = JSON.stringify({ kind: `${kind}List`, metadata: {}, items: objects });
        expect(read('application/json', Buffer.from(json))).toEqual(whole);
        const items = objects.map((object) => bytesField(2, encodeMessage(message, object)));
        const raw = envelope(apiVersion, `${kind}List`, Buffer.concat([bytesField(1, ''), ...items]));
        expect(read('application/vnd.kubernetes.protobuf', raw)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  },
);

test('anything at all gives a row', () => {
  const names = [
    'metadata',
    'spec',
    'status',
    'containers',
    'initContainers',
    'containerStatuses',
    'state',
    'lastState',
    'terminated',
    'name',
    'ownerReferences',
  ];
  const key = fc.oneof(fc.constantFrom(...names), fc.string());
  fc.assert(
    fc.property(fc.object({ key, withNullPrototype: false, maxDepth: 6 }), (object) => {
      expect(() => JSON.parse(String(projectLogPods.project(object as KubeObject).cells[0]))).not.toThrow();
      expect(() => JSON.parse(String(projectLogJobs.project(object as KubeObject).cells[0]))).not.toThrow();
    }),
  );
});
