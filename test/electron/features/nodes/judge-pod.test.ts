import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { drainPodOf } from '../../../../electron/features/nodes/drain-pod.ts';
import { judgePod } from '../../../../electron/features/nodes/judge-pod.ts';
import type { DrainOptions, DrainVerdict } from '../../../../shared/drain.ts';
import { drainPod, onlyAgent, options, type PodTraits, podObject } from './drain-objects.ts';

/* The cases of kubectl's drain_test.go and filters.go, then what must hold for all pods. `npm run fidelity` asks kubectl itself. */

const now = Date.parse('2026-11-25T12:00:00Z');
const judge = (traits: PodTraits, changes: Partial<DrainOptions> = {}) => judgePod(drainPod(traits), options(changes), onlyAgent, now);

const okay: DrainVerdict = { status: 'okay', removes: true, message: '' };
const skip: DrainVerdict = { status: 'skip', removes: false, message: '' };
const refused = (message: string): DrainVerdict => ({ status: 'error', removes: false, message });
const removed = (message: string): DrainVerdict => ({ status: 'warning', removes: true, message });
const kept: DrainVerdict = { status: 'warning', removes: false, message: 'ignoring DaemonSet-managed Pods' };

const daemonSet = refused('DaemonSet-managed Pods (use --ignore-daemonsets to ignore)');
const localStorage = refused('Pods with local storage (use --delete-emptydir-data to override)');
const unmanaged = refused('Pods that declare no controller (use --force to override)');

const scratch = [{ name: 'scratch', emptyDir: {} }];
const agent = 'apps/v1 DaemonSet agent';
const orphan = 'apps/v1 DaemonSet gone';
const mirror = { 'kubernetes.io/config.mirror': 'abc' };

it.each<[string, PodTraits, Partial<DrainOptions>, DrainVerdict]>([
  ['a pod of a ReplicaSet goes', {}, {}, okay],
  ['a pod of a Job goes', { controller: 'batch/v1 Job once' }, {}, okay],
  ['a pod of a controller nobody knows goes, its existence is not asked for', { controller: 'example.com/v1 Thing x' }, {}, okay],
  ['a pod of a DaemonSet refuses', { controller: agent }, {}, daemonSet],
  ['--force does not change that', { controller: agent }, { force: true }, daemonSet],
  ['it is kept with --ignore-daemonsets', { controller: agent }, { ignoreDaemonSets: true }, kept],
  ['its emptyDir is then not looked at', { controller: agent, emptyDirs: scratch }, { ignoreDaemonSets: true }, kept],
  ['a finished one goes', { controller: agent, phase: 'Succeeded' }, {}, okay],
  ['DaemonSets of an older API are no DaemonSets', { controller: 'extensions/v1beta1 DaemonSet agent' }, {}, okay],
  ['an orphan of a DaemonSet refuses', { controller: orphan }, {}, refused('daemonsets.apps "gone" not found')],
  [
    '--ignore-daemonsets does not change that',
    { controller: orphan },
    { ignoreDaemonSets: true },
    refused('daemonsets.apps "gone" not found'),
  ],
  ['with --force it goes, and its warning is lost', { controller: orphan }, { force: true }, okay],
  ['an orphan with emptyDir still needs its own flag', { controller: orphan, emptyDirs: scratch }, { force: true }, localStorage],
  ['a mirror pod stays without a word', { annotations: mirror, controller: 'v1 Node n' }, {}, skip],
  ['also a bare one with emptyDir', { annotations: mirror, controller: null, emptyDirs: scratch }, {}, skip],
  ['the annotation counts, whatever its value', { annotations: { 'kubernetes.io/config.mirror': '' } }, {}, skip],
  ['a mirror pod of a DaemonSet is judged as its pod first', { annotations: mirror, controller: agent }, {}, daemonSet],
  ['emptyDir refuses', { emptyDirs: scratch }, {}, localStorage],
  ['emptyDir in memory as well', { emptyDirs: [{ name: 'm', emptyDir: { medium: 'Memory' } }] }, {}, localStorage],
  ['with its flag it goes, and the warning is lost', { emptyDirs: scratch }, { deleteEmptyDirData: true }, okay],
  ['a finished one goes', { emptyDirs: scratch, phase: 'Failed' }, {}, okay],
  ['a bare pod refuses', { controller: null }, {}, unmanaged],
  ['with --force it goes', { controller: null }, { force: true }, removed('deleting Pods that declare no controller')],
  ['a finished bare pod goes', { controller: null, phase: 'Succeeded' }, {}, okay],
  ['emptyDir is said before the missing controller', { controller: null, emptyDirs: scratch }, {}, localStorage],
  [
    'with both flags the later filter has the last word',
    { controller: null, emptyDirs: scratch },
    { force: true, deleteEmptyDirData: true },
    removed('deleting Pods that declare no controller'),
  ],
  [
    'without the switch an overdue pod is judged like others',
    { deletionTimestamp: '2026-11-25T11:00:00Z', controller: null },
    {},
    unmanaged,
  ],
  [
    'with it the pod is skipped before anything else',
    { deletionTimestamp: '2026-11-25T11:59:49Z', controller: agent },
    { skipWaitForDeleteTimeoutSeconds: 10 },
    skip,
  ],
  ['not at the very second', { deletionTimestamp: '2026-11-25T11:59:50Z' }, { skipWaitForDeleteTimeoutSeconds: 10 }, okay],
  ['nor one whose grace still runs', { deletionTimestamp: '2026-11-25T12:00:30Z' }, { skipWaitForDeleteTimeoutSeconds: 10 }, okay],
])('%s', (_, traits, changes, verdict) => {
  expect(judge(traits, changes)).toEqual(verdict);
});

test('an ownerReference that is not the controller does not count', () => {
  const object = podObject({ controller: null }) as { metadata: object };
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'u' };
  const pod = drainPodOf({ ...object, metadata: { ...object.metadata, ownerReferences: [owner, { ...owner, controller: false }] } });
  expect(judgePod(pod, options(), onlyAgent, now)).toEqual(unmanaged);
});

test('a DaemonSet that may not be read refuses with what the server says, also with --force', () => {
  const message = 'daemonsets.apps "agent" is forbidden: User "jane" cannot get resource "daemonsets"';
  const forbidden = () => ({ found: false, notFound: false, message }) as const;
  expect(judgePod(drainPod({ controller: agent }), options({ force: true }), forbidden, now)).toEqual(refused(message));
});

const anyTraits: fc.Arbitrary<PodTraits> = fc.record({
  controller: fc.constantFrom(null, agent, orphan, 'apps/v1 ReplicaSet web-1', 'v1 Node n'),
  phase: fc.constantFrom('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown', ''),
  annotations: fc.constantFrom({}, mirror),
  emptyDirs: fc.constantFrom([], scratch),
});
const anyOptions = fc.record({
  force: fc.boolean(),
  ignoreDaemonSets: fc.boolean(),
  deleteEmptyDirData: fc.boolean(),
  disableEviction: fc.boolean(),
});

test('a switch more never makes a pod refuse that did not', () => {
  fc.assert(
    fc.property(
      anyTraits,
      anyOptions,
      fc.constantFrom('force', 'ignoreDaemonSets', 'deleteEmptyDirData', 'disableEviction'),
      (traits, some, one) => {
        if (judge(traits, some).status !== 'error') expect(judge(traits, { ...some, [one]: true }).status).not.toBe('error');
      },
    ),
  );
});

test('with all switches nothing refuses, and what stays is a mirror pod or one of a DaemonSet that exists', () => {
  fc.assert(
    fc.property(anyTraits, (traits) => {
      const verdict = judge(traits, { force: true, ignoreDaemonSets: true, deleteEmptyDirData: true });
      expect(verdict.status).not.toBe('error');
      if (!verdict.removes) expect(traits.annotations === mirror || traits.controller === agent).toBe(true);
    }),
  );
});

test('a finished pod goes under all switches, unless it is a mirror pod', () => {
  fc.assert(
    fc.property(anyTraits, anyOptions, fc.constantFrom('Succeeded', 'Failed'), (traits, some, phase) => {
      expect(judge({ ...traits, phase }, some)).toEqual(traits.annotations === mirror ? skip : okay);
    }),
  );
});

test('whatever the API sends is a pod, and has a verdict', () => {
  fc.assert(
    fc.property(fc.anything(), anyOptions, (object, some) => {
      const { status, removes } = judgePod(drainPodOf(object), options(some), onlyAgent, now);
      if (status === 'error' || status === 'skip') expect(removes).toBe(false);
    }),
  );
});
