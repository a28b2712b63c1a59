import fc from 'fast-check';
import { minutesAgo, type PodState } from './pod-states.ts';

/** How many; each costs the cluster a create and a status patch. */
const count = 120;
/** Fixed, so that a difference can be looked at again. */
const seed = 20_260_723;

const reasons = fc.constantFrom(
  '',
  'PodInitializing',
  'ContainerCreating',
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'Completed',
  'Error',
  'OOMKilled',
);
const waiting = reasons.map((reason) => ({ waiting: { reason } }));
const running = fc.constant({ running: { startedAt: minutesAgo(30) } });
const exitCode = fc.constantFrom(0, 0, 1, 137);
const signal = fc.constantFrom(0, 0, 9);
const terminated = fc
  .record({ exitCode, reason: reasons, signal, minutes: fc.integer({ min: 1, max: 5000 }) })
  .map(({ exitCode: code, reason, signal: number, minutes }) => ({
    terminated: { exitCode: code, reason, signal: number, startedAt: minutesAgo(minutes + 1), finishedAt: minutesAgo(minutes) },
  }));
const containerState = fc.record({
  state: fc.oneof(waiting, running, terminated, fc.constant({})),
  lastState: fc.oneof(fc.constant({}), terminated),
  ready: fc.boolean(),
  started: fc.constantFrom(true, false, undefined),
  restartCount: fc.constantFrom(0, 0, 1, 17),
});

function conditionOf(type: string): fc.Arbitrary<readonly object[]> {
  return fc.constantFrom('True', 'False', '').map((status) => (status === '' ? [] : [{ type, status, lastTransitionTime: minutesAgo(9) }]));
}

const randomPod = fc.record({
  sidecars: fc.array(fc.boolean(), { maxLength: 3 }),
  inits: fc.array(containerState, { minLength: 3, maxLength: 3 }),
  seenInits: fc.integer({ min: 0, max: 3 }),
  containers: fc.array(containerState, { minLength: 1, maxLength: 3 }),
  seenContainers: fc.boolean(),
  phase: fc.constantFrom('Pending', 'Running', 'Running', 'Running', 'Succeeded', 'Failed', 'Unknown'),
  reason: fc.constantFrom('', '', '', 'Evicted', 'NodeLost'),
  conditions: fc.tuple(conditionOf('Initialized'), conditionOf('Ready'), conditionOf('PodScheduled')),
  deleted: fc.constantFrom(false, false, false, true),
});

/** Pods that nobody thought of: every mixture of container states, the same ones in every run. */
export const randomPodStates: readonly PodState[] = fc.sample(randomPod, { seed, numRuns: count }).map((pod, index) => {
  const names = pod.sidecars.map((_, position) => `init-${position}`);
  const statusOf = (name: string, state: object | undefined): object => ({ name, image: 'i', imageID: '', ...state });
  return {
    name: `random-${String(index).padStart(3, '0')}`,
    spec: {
      initContainers: pod.sidecars.map((sidecar, position) => ({
        name: names[position],
        image: 'i',
        ...(sidecar ? { restartPolicy: 'Always' } : {}),
      })),
      containers: pod.containers.map((_, position) => ({ name: `c-${position}`, image: 'i' })),
    },
    status: {
      phase: pod.phase,
      ...(pod.reason === '' ? {} : { reason: pod.reason }),
      conditions: pod.conditions.flat(),
      initContainerStatuses: names.slice(0, pod.seenInits).map((name, position) => statusOf(name, pod.inits[position])),
      containerStatuses: pod.seenContainers ? pod.containers.map((state, position) => statusOf(`c-${position}`, state)) : [],
    },
    ...(pod.deleted ? { deleted: true as const } : {}),
  };
});
