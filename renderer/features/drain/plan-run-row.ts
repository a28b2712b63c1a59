import type { ClusterError } from '../../../shared/cluster-error.ts';
import { type DrainRun, followAfterEndMs, type RunNode, type RunPod } from '../../../shared/drain-run.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import type { Shape } from '../../ui/health-shape.tsx';
import { briefName } from './brief-name.ts';
import { hasTwoBudgets, ordinaryWaits, type PodKind, podKindOf } from './pod-kind.ts';
import { type RunWords, words } from './run-words.ts';

/** One of the four stages of a pod. `unknown` is hatched; `now` may be filled in part. */
export type Stage = 'none' | 'done' | 'now' | 'bad' | 'unknown';

/** A pod as its row shows it. */
export interface RowLook {
  readonly kind: PodKind;
  readonly shape: Shape;
  /** Asked, terminating, gone, replaced; null where it is not asked for. */
  readonly stages: readonly [Stage, Stage, Stage, Stage] | null;
  /** 0 to 1: how far the stage that is `now` is. */
  readonly fraction: number;
  readonly now: RunWords;
  readonly detail: RunWords;
  /** What the server or the connection said, for `now` and on hover. */
  readonly error: ClusterError | null;
  /** ms since the epoch; null where how long says nothing. */
  readonly since: number | null;
}

/** What the words depend on besides the pod. */
export interface RowMoment {
  readonly now: number;
  readonly run: Pick<DrainRun, 'state' | 'endedAt'>;
  readonly node: Pick<RunNode, 'step' | 'name'>;
}

/** A countdown of at most this many ms is said in seconds; from there on it is what changes before that counts. */
const soonMs = 10_000;
/** A replacement that has not come after this, in ms, is said to be late: controllers make pods within seconds. */
const lateMs = 30_000;

const nothing: RunWords = { key: '', values: {} };

/** The pod in shapes, stages and words. Pure. */
export function planRunRow(pod: RunPod, moment: RowMoment): RowLook {
  const kind = podKindOf(pod);
  return { kind, shape: shapes[kind], stages: null, fraction: 0, detail: nothing, error: null, since: pod.since, ...lookOf(pod, moment) };
}

const shapes: Readonly<Record<PodKind, Shape>> = {
  blocked: 'broken',
  failed: 'broken',
  stuck: 'broken',
  unknown: 'unknown',
  refused: 'attention',
  pending: 'attention',
  moving: 'progressing',
  waiting: 'none',
  left: 'none',
  done: 'ok',
  stays: 'none',
};

type Look = Pick<RowLook, 'now'> & Partial<RowLook>;

function lookOf(pod: RunPod, moment: RowMoment): Look {
  const { step } = pod;
  switch (step.step) {
    case 'waiting':
      return { now: words(`row.waits.${step.for}`), stages: stages(0, 'none'), since: null };
    case 'asking':
      return {
        now: words('row.asking'),
        detail: step.tries > 1 ? words('row.try', { tries: step.tries }) : nothing,
        stages: stages(0, 'now'),
      };
    case 'blocked':
      return blockedLook(pod, step, moment);
    case 'terminating':
      return terminatingLook(step, moment);
    case 'gone':
      return goneLook(pod, step.replacement, moment);
    case 'unknown':
      return { now: words('row.unknown'), detail: words('row.unknownNext'), error: step.error, stages: stages(0, 'unknown') };
    case 'failed':
      if (hasTwoBudgets(step.error)) return { now: words('row.twoBudgets'), detail: words('row.never'), stages: stages(0, 'bad') };
      return { now: words('row.failed'), error: step.error, stages: stages(0, 'bad') };
    case 'skipped':
      return { now: skippedWords(step.why, step.message, moment), since: null };
  }
}

type Blocked = Extract<RunPod['step'], { step: 'blocked' }>;

function blockedLook(pod: RunPod, step: Blocked, { now }: RowMoment): Look {
  const { budget, needs, has, ahead, message } = step;
  const numbers = needs !== null && has !== null ? { needs, has } : null;
  const name = visibleText(budget);
  if (ahead !== null) {
    const waits =
      ahead.name === '' ? words('row.turn', { budget: name }) : words(`row.ahead.${ahead.until}`, { pod: briefName(ahead.name, pod.name) });
    const detail = numbers === null ? words('row.budget', { budget: name }) : words('row.budgetNeeds', { budget: name, ...numbers });
    return { now: waits, detail, stages: stages(0, 'none') };
  }
  const blocked =
    budget === ''
      ? words('row.notNow', { message: visibleText(message) })
      : numbers === null
        ? words('row.blockedBy', { budget: name })
        : words('row.blockedNeeds', { budget: name, ...numbers });
  return { now: blocked, detail: nextTry(step, now), stages: stages(0, 'bad') };
}

/** When it is asked for again. What the watch tells of the budget comes before a countdown of minutes. */
function nextTry({ tries, nextAt, budget }: Blocked, now: number): RunWords {
  const left = nextAt - now;
  if (left > soonMs && budget !== '') return tries === 0 ? words('row.notAsked') : words('row.tryOnChange', { tries });
  if (tries === 0) return words('row.soon');
  return left <= 0 ? words('row.tryNow', { tries }) : words('row.tryNext', { tries, seconds: Math.ceil(left / 1_000) });
}

function terminatingLook({ graceSeconds, dueAt, stuck }: Extract<RunPod['step'], { step: 'terminating' }>, { now }: RowMoment): Look {
  const left = Math.ceil((dueAt - now) / 1_000);
  if (stuck !== null) {
    const names = stuck.names.map(visibleText).join(', ');
    const why =
      stuck.on === 'finalizers' ? words('row.stuck.finalizers', { names, count: stuck.names.length }) : words(`row.stuck.${stuck.on}`);
    return {
      now: why,
      detail: words('row.overdue', { seconds: Math.max(0, -left) }),
      stages: stages(1, 'bad'),
      shape: stuck.on === 'unknown' ? 'attention' : 'broken',
    };
  }
  const began = {
    now: words('row.terminating', { passed: Math.max(0, graceSeconds - left), grace: graceSeconds }),
    detail: words('row.begun', { at: dueAt - graceSeconds * 1_000 }),
  };
  const soon = left * 1_000 <= soonMs ? { detail: words('row.killed', { seconds: left }) } : {};
  const fraction = graceSeconds === 0 ? 1 : Math.min(1, Math.max(0, 1 - left / graceSeconds));
  const common = { stages: stages(1, 'now'), fraction };
  if (left <= 0) return { now: words('row.graceOver'), ...common, fraction: 1 };
  // Somebody else gave it longer than its own grace.
  if (left > graceSeconds) return { now: words('row.graceLeft', { seconds: left }), ...common };
  return { ...began, ...soon, ...common };
}

type Gone = Extract<RunPod['step'], { step: 'gone' }>;

function goneLook(pod: RunPod, replacement: Gone['replacement'], { now, run, node: from }: RowMoment): Look {
  switch (replacement.type) {
    case 'none':
      return { now: words('row.gone'), shape: 'done', stages: stages(3, 'none') };
    case 'unknown':
      return { now: words('row.goneUnknown'), detail: words('row.notWatched'), stages: stages(3, 'unknown') };
    case 'awaited': {
      const unwatched = run.endedAt !== null && now - run.endedAt >= followAfterEndMs;
      if (unwatched)
        return { now: words('row.goneUnknown'), detail: words('row.notWatched'), shape: 'unknown', stages: stages(3, 'unknown') };
      return { now: words(now - pod.since > lateMs ? 'row.goneLate' : 'row.goneAwaited'), stages: stages(3, 'now') };
    }
    case 'found': {
      const { name, node, ready, readyAt, message } = replacement;
      const where = visibleText(node);
      const brief = briefName(name, pod.name);
      if (ready) {
        const replaced = name === pod.name ? words('row.sameName', { node: where }) : words('row.replaced', { pod: brief, node: where });
        const after = readyAt === null ? nothing : readyWords(Math.round((readyAt - pod.since) / 1_000));
        return { now: replaced, detail: after, stages: stages(4, 'none'), since: readyAt ?? pod.since };
      }
      const why = ordinaryWaits.has(message) ? nothing : words('said', { text: visibleText(message) });
      // A third of the last stage for each thing that is known to have happened: it exists, it has a node.
      if (node === '') return { now: words('row.pending', { pod: brief }), detail: why, stages: stages(3, 'now'), fraction: 1 / 3 };
      return {
        now: words('row.starting', { pod: brief, node: briefName(node, from.name) }),
        detail: why,
        stages: stages(3, 'now'),
        fraction: 2 / 3,
      };
    }
  }
}

/** Controllers make a replacement once the deletion begins: it may be Ready before the pod is gone. */
function readyWords(seconds: number): RunWords {
  return seconds <= 0 ? words('row.readyAtOnce') : words('row.readyAfter', { seconds });
}

function skippedWords(why: Extract<RunPod['step'], { step: 'skipped' }>['why'], said: string, { run, node }: RowMoment): RunWords {
  const text = visibleText(said);
  switch (why) {
    case 'refused':
      return words('row.refused', { message: text });
    case 'verdict':
      return text === '' ? words('row.stays') : words('row.staysBecause', { message: text });
    case 'user':
      return words('row.skipped');
    case 'overdue':
      return words('said', { text });
    case 'stopped':
      return words(
        node.step === 'refused'
          ? 'row.left.refused'
          : run.state === 'stopping' || run.state === 'stopped'
            ? 'row.left.stopped'
            : 'row.left.failed',
      );
  }
}

/** The first `done` stages are done, the next one is `next`. */
function stages(done: number, next: Stage): [Stage, Stage, Stage, Stage] {
  const of = (place: number): Stage => (place < done ? 'done' : place === done ? next : 'none');
  return [of(0), of(1), of(2), of(3)];
}
