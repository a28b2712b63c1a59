import type { Health } from '../../../shared/row.ts';
import { arrayOf, numberOf, recordOf, textOf, timeOf } from './read-object.ts';

/** One container of a pod, as its section of the summary shows it. */
export interface ContainerLine {
  readonly name: string;
  readonly image: string;
  readonly kind: 'container' | 'init' | 'sidecar' | 'ephemeral';
  readonly health: Health;
  /** waiting: with its reason; running; ended: with reason and exit code; none: the kubelet has not said anything yet. */
  readonly state:
    | { readonly type: 'waiting'; readonly reason: string }
    | { readonly type: 'running'; readonly ready: boolean; readonly since: number | null }
    | { readonly type: 'ended'; readonly reason: string; readonly exitCode: number | null }
    | { readonly type: 'none' };
  /** null when no status was reported. */
  readonly restarts: number | null;
}

/** Waiting for one of these is the ordinary course of a start. */
const starting = new Set(['ContainerCreating', 'PodInitializing', '']);

/** Containers of a pod: those that matter (regular, sidecars) first, then init and ephemeral ones. */
export function planContainers(pod: unknown): readonly ContainerLine[] {
  const spec = recordOf(recordOf(pod).spec);
  const status = recordOf(recordOf(pod).status);
  const lines = (containers: unknown, statuses: unknown, kind: ContainerLine['kind']) => {
    const byName = new Map(arrayOf(statuses).map((each) => [textOf(recordOf(each).name), recordOf(each)]));
    return arrayOf(containers)
      .map(recordOf)
      .map((container) =>
        lineOf(container, byName.get(textOf(container.name)), kind === 'init' && container.restartPolicy === 'Always' ? 'sidecar' : kind),
      );
  };
  const init = lines(spec.initContainers, status.initContainerStatuses, 'init');
  return [
    ...lines(spec.containers, status.containerStatuses, 'container'),
    ...init.filter(({ kind }) => kind === 'sidecar'),
    ...init.filter(({ kind }) => kind === 'init'),
    ...lines(spec.ephemeralContainers, status.ephemeralContainerStatuses, 'ephemeral'),
  ];
}

function lineOf(
  container: Record<string, unknown>,
  status: Record<string, unknown> | undefined,
  kind: ContainerLine['kind'],
): ContainerLine {
  const base = {
    name: textOf(container.name),
    image: textOf(container.image),
    kind,
    restarts: status ? (numberOf(status.restartCount) ?? 0) : null,
  };
  const state = recordOf(status?.state);
  if (state.running) {
    const ready = status?.ready === true || kind === 'init' || kind === 'ephemeral';
    return {
      ...base,
      health: ready ? (kind === 'init' ? 'progressing' : 'ok') : 'attention',
      state: { type: 'running', ready, since: timeOf(recordOf(state.running).startedAt) },
    };
  }
  if (state.terminated) {
    const exitCode = numberOf(recordOf(state.terminated).exitCode);
    return {
      ...base,
      health: exitCode === 0 ? 'done' : 'broken',
      state: { type: 'ended', reason: textOf(recordOf(state.terminated).reason), exitCode },
    };
  }
  if (state.waiting) {
    const reason = textOf(recordOf(state.waiting).reason);
    const health = starting.has(reason)
      ? 'progressing'
      : reason.startsWith('ImagePull') || reason === 'ErrImagePull'
        ? 'attention'
        : 'broken';
    return { ...base, health, state: { type: 'waiting', reason } };
  }
  return { ...base, health: 'unknown', state: { type: 'none' } };
}

/** Ready ones of all that should be: regular containers and sidecars, as kubectl's READY counts them. */
export function readyCount(lines: readonly ContainerLine[]): { readonly ready: number; readonly total: number } {
  const counted = lines.filter(({ kind }) => kind === 'container' || kind === 'sidecar');
  return { ready: counted.filter(({ state }) => state.type === 'running' && state.ready).length, total: counted.length };
}
