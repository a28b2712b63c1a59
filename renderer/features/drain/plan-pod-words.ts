import type { DrainNote, DrainPodPlan, DrainWorkload } from '../../../shared/drain.ts';
import { briefName } from './brief-name.ts';
import { type BudgetIndex, message, type Tone, type TonedWords } from './plan-budget-words.ts';
import { outcomeOf } from './plan-outcome.ts';

/** v1.DefaultTerminationGracePeriodSeconds: what is not worth a word. */
const usualGraceSeconds = 30;

/** Letters of another pod's name that a row has room for. */
const longestName = 18;

/** What the words about a pod are made of besides the pod. */
export interface PodSurroundings {
  readonly budgets: BudgetIndex;
  /** What the pod belongs to; undefined when that is nothing, or nobody knows. */
  readonly workload: DrainWorkload | undefined;
  /** `--grace-period` replaces the pod's own: then it is said once, beside the switches. */
  readonly ownGrace: boolean;
  /** For a row of the table: long names of other pods are cut in the middle. */
  readonly inRow: boolean;
}

/** What is worth knowing of a pod before it goes, the most important first. */
export function podWords(pod: DrainPodPlan, { budgets, workload, ownGrace, inRow }: PodSurroundings): readonly TonedWords[] {
  const outcome = outcomeOf(pod);
  const goes = outcome === 'goes' || outcome === 'waits';
  const found: TonedWords[] = [...evictionWords(pod, budgets, inRow), ...pod.notes.flatMap((note) => noteWords(note, pod.verdict.removes))];
  if (goes && workload?.outlook === 'down') found.push(downWords(workload));
  if (outcome === 'refused') {
    const daemon = pod.controller?.kind === 'DaemonSet';
    // Without a note of ours kubectl's reason is all there is; that of a DaemonSet may be one that could not be read.
    if (daemon && pod.verdict.message.startsWith('DaemonSet-managed')) found.push(plain('know.daemonSet', {}));
    else if (daemon || found.length === 0) found.unshift({ words: { text: pod.verdict.message }, tone: 'plain' });
  }
  if (goes && ownGrace && pod.graceSeconds > usualGraceSeconds) found.push(plain('know.grace', { seconds: pod.graceSeconds }, 'faint'));
  return found;
}

function evictionWords({ namespace, name, eviction, phase }: DrainPodPlan, budgets: BudgetIndex, inRow: boolean): readonly TonedWords[] {
  switch (eviction.answer) {
    case 'waits': {
      const [first, ...more] = budgets(namespace, eviction.budget)?.goesNow ?? [];
      if (first === undefined) return [plain('know.afterCount', {})];
      const before = inRow ? cut(briefName(first, name)) : first;
      return [more.length === 0 ? plain('know.after', { pod: before }) : plain('know.afterMore', { pod: before, count: more.length })];
    }
    case 'blocked': {
      const budget = budgets(namespace, eviction.budget);
      if (budget === undefined || eviction.code === 403) return [{ words: { text: eviction.message }, tone: 'plain' }];
      if (budget.syncFailure !== '') return [{ words: { text: budget.syncFailure }, tone: 'plain' }];
      const unhealthy = budget.expectedPods - budget.currentHealthy;
      if (unhealthy > 0) return [plain('know.unhealthy', { count: unhealthy, expected: budget.expectedPods })];
      return eviction.forever ? [plain('know.never', {})] : [];
    }
    case 'two-budgets':
      return [plain('know.budgets', { budgets: eviction.budgets.join(', ') })];
    case 'goes':
      if (phase === 'Succeeded' || phase === 'Failed') return [plain('know.finished', { phase }, 'faint')];
      return eviction.because === 'unready' ? [plain('know.notReady', {})] : [];
    case 'unknown':
    case 'not-asked':
      return [];
  }
}

function noteWords(note: DrainNote, removes: boolean): readonly TonedWords[] {
  switch (note.note) {
    case 'static':
      return [plain('know.static', {}, 'faint')];
    case 'nothing-restarts':
      return [plain(note.why === 'no-controller' ? 'know.bare' : 'know.controllerGone', {})];
    case 'starts-over':
      return [plain('know.startsOver', { job: note.job })];
    case 'loses-data': {
      const volumes = [...note.volumes, ...note.inMemory.map((name) => `${name} (Memory)`)].join(', ');
      return [plain(removes ? 'know.losesData' : 'know.hasData', { volumes })];
    }
    case 'do-not-disrupt':
      return [plain('know.doNotDisrupt', {})];
    case 'terminating':
      return [plain('know.terminating', {})];
    case 'finalizers':
      return [plain('know.finalizers', { names: note.names.join(', ') })];
  }
}

/** A name in the room that a row has for it: its start, and the end that tells it from others. */
function cut(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 7)}…${name.slice(-6)}`;
}

/** A workload without a Ready pod while this one moves. */
function downWords({ name, replicas, ready }: DrainWorkload): TonedWords {
  if (replicas === 1) return plain('know.onlyReplica', {});
  return ready === 0 ? plain('know.downAlready', { name }) : plain('know.allReplicas', {});
}

function plain(key: string, values: Readonly<Record<string, string | number>>, tone: Tone = 'plain'): TonedWords {
  return { words: message(key, values), tone };
}
