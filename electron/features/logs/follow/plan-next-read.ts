import type { LogSourceState } from '../../../../shared/logs.ts';
import type { Stamp } from '../feed.ts';
import type { ContainerFacts, TerminatedFacts } from './container-facts.ts';

/** One run of a container. The id is empty where the status gives none: then the count of restarts tells runs apart. */
export interface ContainerRun {
  readonly containerId: string;
  readonly restarts: number;
}

/** How far a container was read. */
export interface ReadPlace {
  /** The run whose lines were read last; null before the first. */
  readonly run: ContainerRun | null;
  /** That run was read to its end, which was known when the reading began. */
  readonly complete: boolean;
  /** The last answer ended properly: nothing says that the run wrote more. */
  readonly endedProperly: boolean;
  /** An answer ended properly when that run was known to have ended: it held the rest, whatever becomes of the question that makes sure of it. */
  readonly readWhole: boolean;
  /**
   * When an answer ended properly that came from the file that had been read before, ms since the epoch by the server's clock; null = none did, or lines came since. A kubelet ends an answer
   * when the container has: the end of the run may be told only later.
   */
  readonly endedAt: number | null;
  /** The rest of that run was asked for in vain. */
  readonly restLost: boolean;
  /** How that run ended, as far as it was told before it was forgotten. */
  readonly exit: TerminatedFacts | null;
}

/** Nothing was read. */
export const nowhere: ReadPlace = {
  run: null,
  complete: false,
  endedProperly: false,
  readWhole: false,
  endedAt: null,
  restLost: false,
  exit: null,
};

/** What is to be done next. */
export type NextRead =
  /** Reads the present run, from the place reached; `last` = it has ended, so that the end of the answer is the end. */
  | { readonly type: 'present'; readonly run: ContainerRun; readonly last: boolean }
  /** Reads the run before the present one: the rest of what was read, or all of it when that was asked for. */
  | { readonly type: 'previous'; readonly run: ContainerRun }
  /** The run before is done with. `missed` = of it or of runs between there are lines that nobody can read any more. */
  | { readonly type: 'restarted'; readonly run: ContainerRun; readonly exit: TerminatedFacts | null; readonly missed: boolean }
  /** Nothing to read until the facts change. */
  | { readonly type: 'wait'; readonly state: LogSourceState }
  /** Nothing more to read, unless a new run begins. `final` = not even then. */
  | {
      readonly type: 'end';
      readonly reason: string;
      readonly exit: TerminatedFacts | null;
      readonly final: boolean;
      /** There may have been more to read. */
      readonly missed: boolean;
    };

/** A plan by which something is read. */
export type ReadPlan = NextRead & { readonly type: 'present' | 'previous' };

/** Which read follows, from what the pod's status says and how far its log was read. Pure. */
export function planNextRead(facts: ContainerFacts, place: ReadPlace): NextRead {
  const missed = place.run !== null && !isWhole(place);
  if (facts.pod === 'deleted') return { type: 'end', reason: facts.podReason || 'pod deleted', exit: place.exit, final: true, missed };
  const present = presentRun(facts);
  if (place.run === null || present === null) return present === null ? withoutRun(facts, place) : { type: 'present', ...present };
  if (isSameRun(place.run, present.run)) {
    if (!place.complete) return { type: 'present', ...present };
    if (facts.state === 'waiting') return { type: 'wait', state: { state: 'waiting', reason: facts.waitingReason } };
    const exit = exitOf(place.run, facts) ?? place.exit;
    return { type: 'end', reason: exit?.reason || facts.podReason, exit, final: false, missed: false };
  }
  const before = facts.lastTerminated;
  const readable = before !== null && facts.state !== 'waiting' && isBefore(place.run, before, present.run);
  if (!place.complete && !place.restLost && readable) return { type: 'previous', run: place.run };
  const exit = exitOf(place.run, facts) ?? place.exit;
  // Of the runs between, the one before the present is still there: it is read as if it were the next one.
  const skipped = present.run.restarts - place.run.restarts > 1;
  if (skipped && before !== null && facts.state !== 'waiting') {
    const run = { containerId: before.containerId, restarts: present.run.restarts - 1 };
    return { type: 'restarted', run, exit, missed: missed || run.restarts - place.run.restarts > 1 };
  }
  return { type: 'restarted', run: present.run, exit, missed: missed || skipped };
}

/** As `planNextRead` when the run before the present one was asked for, and nothing else. Pure. */
export function planPreviousRead(facts: ContainerFacts, place: ReadPlace): NextRead {
  const before = facts.lastTerminated;
  const { restarts } = facts;
  const run = { containerId: before?.containerId ?? '', restarts: facts.state === 'waiting' ? restarts : Math.max(0, restarts - 1) };
  const other = place.run !== null && !isSameRun(place.run, run);
  if (!place.complete && !other && facts.pod === 'present') return { type: 'previous', run };
  const missed = !place.complete && !place.readWhole && place.run !== null;
  const reason = facts.pod === 'deleted' ? facts.podReason || 'pod deleted' : (place.exit?.reason ?? '');
  return { type: 'end', reason, exit: place.exit, final: true, missed };
}

/** True when both are the same run. */
export function isSameRun(one: ContainerRun, other: ContainerRun): boolean {
  if (one.containerId !== '' && other.containerId !== '') return one.containerId === other.containerId;
  return one.restarts === other.restarts;
}

/** Nothing of the run can be missing, as far as can be known. Statuses tell the end of a run in whole seconds, cut off. */
function isWhole({ complete, endedProperly, readWhole, endedAt, exit }: ReadPlace): boolean {
  const finishedAt = exit?.finishedAt ?? null;
  return complete || endedProperly || readWhole || (endedAt !== null && finishedAt !== null && finishedAt <= endedAt);
}

/** True when both read the same run, ended or not. */
export function readsSameRun(one: ReadPlan, other: NextRead): boolean {
  return other.type === one.type && isSameRun(one.run, other.run);
}

/** How a run ended, when the status still says so. */
export function exitOf(run: ContainerRun, facts: ContainerFacts): TerminatedFacts | null {
  for (const terminated of [facts.terminated, facts.lastTerminated]) {
    if (terminated === null) continue;
    const restarts = terminated === facts.terminated || facts.state === 'waiting' ? facts.restarts : facts.restarts - 1;
    if (isSameRun(run, { containerId: terminated.containerId, restarts })) return terminated;
  }
  return null;
}

/** The run whose log is given without `previous` (`validateContainerLogStatus` in pkg/kubelet/kubelet_pods.go); null when there is none. */
function presentRun(facts: ContainerFacts): { readonly run: ContainerRun; readonly last: boolean } | null {
  const { state, restarts } = facts;
  if (state === 'running') return { run: { containerId: facts.containerId, restarts }, last: false };
  if (state === 'terminated') return { run: { containerId: facts.terminated?.containerId || facts.containerId, restarts }, last: true };
  // Between two runs: the last one is still there. It is not counted as restarted yet.
  if (state === 'waiting' && facts.lastTerminated !== null)
    return { run: { containerId: facts.lastTerminated.containerId, restarts }, last: true };
  return null;
}

function isBefore(run: ContainerRun, before: TerminatedFacts, present: ContainerRun): boolean {
  return isSameRun(run, { containerId: before.containerId, restarts: present.restarts - 1 });
}

/** The status names no run that could be read. */
function withoutRun(facts: ContainerFacts, place: ReadPlace): NextRead {
  const { exit } = place;
  if (facts.podReason !== '') return { type: 'end', reason: facts.podReason, exit, final: false, missed: false };
  return { type: 'wait', state: { state: 'waiting', reason: facts.waitingReason } };
}

/** Whether a line was written when the run that is read had ended, or after the present one began when nobody knows how that one ended: whole seconds, as the status tells them. Pure. */
export function isBeyondExit(line: Stamp, { state, startedAt }: ContainerFacts, { exit }: ReadPlace): boolean {
  const endedAt = exit?.finishedAt ?? (state === 'running' ? startedAt : null);
  return endedAt !== null && line.micros >= (endedAt + 1_000) * 1_000;
}
