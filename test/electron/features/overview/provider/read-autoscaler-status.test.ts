import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { readAutoscalerStatus } from '../../../../../electron/features/overview/provider/read-autoscaler-status.ts';

const lines = `Cluster-autoscaler status at 2023-11-24 04:28:19.546750398 +0000 UTC:
Cluster-wide:
  Health:      Healthy (ready=6 unready=0 (resourceUnready=0) notStarted=0 longNotStarted=0 registered=6 longUnregistered=0)
               LastProbeTime:      2023-11-24 04:28:19.546750398 +0000 UTC m=+3600.123456789
  ScaleUp:     InProgress (ready=6 registered=6)
               LastProbeTime:      2023-11-24 04:28:19.546750398 +0000 UTC m=+3600.123456789
  ScaleDown:   CandidatesPresent (candidates=1)

NodeGroups:
  Name:        66666666-ffff-4000-8111-000000000001
  Health:      Healthy (ready=3 unready=0 (resourceUnready=0) notStarted=0 longNotStarted=0 registered=3 longUnregistered=0 cloudProviderTarget=4 (minSize=1, maxSize=10))
               LastProbeTime:      2023-11-24 04:28:19.546750398 +0000 UTC m=+3600.123456789
  ScaleUp:     InProgress (ready=3 cloudProviderTarget=4)
  ScaleDown:   NoCandidates (candidates=0)

  Name:        MachineDeployment/default/md-0
  Health:      Unhealthy (ready=1 unready=2 notStarted=0 longNotStarted=0 registered=3 longUnregistered=0 cloudProviderTarget=3 (minSize=0, maxSize=3))
  ScaleUp:     Backoff (ready=1 cloudProviderTarget=3)
`;

const yaml = `time: 2026-08-15 09:15:37.012080408 +0000 UTC
autoscalerStatus: Running
clusterWide:
  health:
    status: Healthy
nodeGroups:
- health:
    cloudProviderTarget: 2
    lastProbeTime: "2026-08-15T09:15:37Z"
    maxSize: 24
    minSize: 0
    nodeCounts:
      registered:
        ready: 2
        total: 2
    status: Healthy
  name: da8977ba-244f-4cfe-9ea1-834a39370f6d
  scaleDown:
    status: NoCandidates
  scaleUp:
    backoffInfo:
      errorCode: OUT_OF_RESOURCES
      errorMessage: no more PRO2-XS in fr-par-1
    status: Backoff
- health: {}
  name: 4711
`;

it('reads the lines that autoscalers wrote until 1.29', () => {
  expect(readAutoscalerStatus(lines)).toEqual([
    { name: '66666666-ffff-4000-8111-000000000001', min: 1, max: 10, target: 4, scaleUp: 'InProgress', backoff: '' },
    { name: 'MachineDeployment/default/md-0', min: 0, max: 3, target: 3, scaleUp: 'Backoff', backoff: '' },
  ]);
});

it('reads the YAML that they write since', () => {
  expect(readAutoscalerStatus(yaml)).toEqual([
    {
      name: 'da8977ba-244f-4cfe-9ea1-834a39370f6d',
      min: 0,
      max: 24,
      target: 2,
      scaleUp: 'Backoff',
      backoff: 'no more PRO2-XS in fr-par-1',
    },
    { name: '4711', min: null, max: null, target: null, scaleUp: '', backoff: '' },
  ]);
});

test.each([
  ['', null],
  ['Initializing', null],
  ['[1, 2]', null],
  ['a: &a [*a, *a]\nnodeGroups: *a', null],
  ['{', null],
  ['clusterWide: {}', []],
  // A block scalar without a line.
  ['nodeGroups:\n- name: >4711\n', []],
])('%j is %j', (text, expected) => {
  expect(readAutoscalerStatus(text)).toEqual(expected);
});

test('no text makes it throw', () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.jsonValue().map((value) => JSON.stringify({ nodeGroups: value })),
    fc.jsonValue().map((value) => JSON.stringify({ nodeGroups: [value, { name: 'a', health: value, scaleUp: value }] })),
    fc.tuple(fc.nat(lines.length), fc.string()).map(([at, text]) => lines.slice(0, at) + text + lines.slice(at)),
    fc.tuple(fc.nat(yaml.length), fc.string()).map(([at, text]) => yaml.slice(0, at) + text + yaml.slice(at)),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      for (const group of readAutoscalerStatus(text) ?? []) expect(group.name).not.toBe('');
    }),
    { numRuns: 500 },
  );
});
