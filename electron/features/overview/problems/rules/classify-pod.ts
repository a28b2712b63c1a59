import { pods } from '../../../../../shared/kinds/pods.ts';
import type { ProblemCause } from '../../../../../shared/problem.ts';
import type { RestartsCell, Row } from '../../../../../shared/row.ts';
import { podFactsOf } from '../../../../../shared/row-facts.ts';

/** The scheduler and an autoscaler get this long before an unschedulable pod is a problem, in ms. */
const scheduleMs = 60_000;
/** A pod gets this long to become ready where no probe says otherwise, in ms. */
const readyMs = 120_000;
/** Images are pulled, volumes attached and networks made in less, in ms. */
const creatingMs = 300_000;
/** Init containers may do real work, migrations say; in ms. */
const initMs = 900_000;
/** The kubelet kills at the deletion time and needs a moment to say so, in ms. */
const terminatingMs = 120_000;
/** The kubelet forgets a crash after a container ran this long (MaxContainerBackOff doubled, pkg/kubelet/kubelet.go), in ms. */
export const crashForgottenMs = 600_000;
/** Restarts from which a container that runs now may be one that crash-loops. */
export const suspectRestarts = 3;

const imageReasons: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);
const creatingReasons: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing', 'Pending']);

const statusCell = pods.columns.findIndex(({ id }) => id === 'status');
const restartsCell = pods.columns.findIndex(({ id }) => id === 'restarts');
const nodeCell = pods.columns.findIndex(({ id }) => id === 'node');

/** STATUS of a row of pods. */
export function statusOf(row: Row): string {
  const cell = row.cells[statusCell];
  return typeof cell === 'string' ? cell : '';
}

/** NODE of a row of pods; empty until it is scheduled. */
export function nodeOf(row: Row): string {
  const cell = row.cells[nodeCell];
  return typeof cell === 'string' ? cell : '';
}

/** RESTARTS of a row of pods. */
export function restartsOf(row: Row): RestartsCell {
  const cell = row.cells[restartsCell];
  return typeof cell === 'object' && cell !== null && 'count' in cell ? cell : { count: 0, lastAt: null };
}

/** Whether a row of pods can be part of a problem, now or between two crashes: only such rows are kept for `planProblems`. */
export function worthKeeping(row: Row): boolean {
  return (row.health !== 'ok' && row.health !== 'done') || restartsOf(row).count >= suspectRestarts;
}

/**
 * The trouble of one pod, from its row alone, first rule that fits; null when there is none, or none yet. `crashing`: it was seen in CrashLoopBackOff in the
 * last minutes.
 *  1. Terminating: stuck when its deletion time is two minutes over.
 *  2. Failed: pod-failed.
 *  3. CrashLoopBackOff, or ended badly after a restart, or running again for less than ten minutes after one of many crashes: crash-loop.
 *     Ended badly for the first time: container-failed.
 *  4. Waiting for something that somebody has to fix: image-pull, container-config.
 *  5. Unschedulable for a minute: unschedulable.
 *  6. Being made for five minutes, initialising for fifteen, or running and not ready for two: not-ready.
 */
export function classifyPod(row: Row, now: number, crashing: boolean): ProblemCause | null {
  const status = statusOf(row);
  const facts = podFactsOf(row);
  const age = row.createdAt === null ? Number.POSITIVE_INFINITY : now - row.createdAt;
  if (status === 'Terminating') return (facts?.deletionAt ?? now) + terminatingMs < now ? 'pod-stuck-terminating' : null;
  if (facts?.phase === 'Failed') return 'pod-failed';
  const init = status.startsWith('Init:');
  const reason = init ? status.slice('Init:'.length) : status;
  const restarts = restartsOf(row);
  if (reason === 'CrashLoopBackOff') return 'crash-loop';
  if (row.health === 'broken') return restarts.count > 0 ? 'crash-loop' : 'container-failed';
  if (reason === 'Running' && isBetweenCrashes(restarts, age, now, crashing)) return 'crash-loop';
  if (row.health === 'ok' || row.health === 'done') return null;
  if (imageReasons.has(reason)) return 'image-pull';
  if (reason === 'Pending' && row.health === 'attention') return age > scheduleMs ? 'unschedulable' : null;
  if (reason === 'Running' || reason === 'NotReady') return age > readyMs && row.health === 'attention' ? 'not-ready' : null;
  if (creatingReasons.has(reason)) return age > creatingMs ? 'not-ready' : null;
  if (init && /^\d+\/\d+$/.test(reason)) return age > initMs ? 'not-ready' : null;
  if (row.health === 'attention') return 'container-config';
  return row.health === 'unknown' ? 'not-ready' : null;
}

/** It crashed minutes ago, and has done nothing else: every ten minutes or more often for as long as it is there. */
function isBetweenCrashes({ count, lastAt }: RestartsCell, age: number, now: number, crashing: boolean): boolean {
  if (lastAt === null || now - lastAt >= crashForgottenMs) return false;
  return crashing || (count >= suspectRestarts && age / count < crashForgottenMs);
}
