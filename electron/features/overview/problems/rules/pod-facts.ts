import type { ProblemCause } from '../../../../../shared/problem.ts';
import type { Row } from '../../../../../shared/row.ts';
import { podFactsOf } from '../../../../../shared/row-facts.ts';
import type { PodDetails } from '../pod-details.ts';
import { known, type ProblemFacts } from '../problem-facts.ts';
import { crashForgottenMs, nodeOf, restartsOf, statusOf, suspectRestarts } from './classify-pod.ts';
import { missingOf, shortResource, whyNotPulled } from './kubelet-words.ts';
import { schedulerFacts } from './scheduler-facts.ts';

/** What one pod says of its trouble. */
export interface PodWords {
  readonly facts: Record<string, string | number>;
  readonly message: string;
  /** ms since the epoch; null when nothing says since when. */
  readonly since: number | null;
}

/** Facts, message and time of a cause from the row of the pod and, once they were read, its details; see `problemCauses` for what each has. */
export function podWords(cause: ProblemCause, row: Row, details: PodDetails | null, facts: ProblemFacts): PodWords {
  const reason = statusOf(row);
  const restarts = restartsOf(row);
  switch (cause) {
    case 'crash-loop':
    case 'container-failed':
      return crashWords(row, details, restarts.count);
    case 'image-pull': {
      const message = details?.waiting.message ?? '';
      const why = whyNotPulled(details?.waiting.reason ?? reason, message);
      return {
        facts: known({ container: details?.container, image: details?.image, reason: bare(reason), why }),
        message,
        since: details?.scheduledAt ?? row.createdAt,
      };
    }
    case 'container-config': {
      const message = details?.waiting.message ?? '';
      return {
        facts: known({ container: details?.container, reason: bare(reason), ...missingOf(message) }),
        message,
        since: details?.scheduledAt ?? row.createdAt,
      };
    }
    case 'unschedulable':
      return unschedulableWords(row, details, facts);
    case 'pod-failed': {
      const message = details?.message || (details?.last?.message ?? '');
      return {
        facts: known({ reason: details?.reason || reason, resource: shortResource(message), node: nodeOf(row) }),
        message,
        since: details?.notReadySince ?? null,
      };
    }
    case 'pod-stuck-terminating':
      return {
        facts: known({ node: nodeOf(row), finalizers: details?.finalizers.join(', ') }),
        message: '',
        since: podFactsOf(row)?.deletionAt ?? null,
      };
    default:
      return {
        facts: known({ reason, container: details?.container, node: nodeOf(row) }),
        message: details?.waiting.message ?? '',
        since: details?.notReadySince ?? row.createdAt,
      };
  }
}

function crashWords(row: Row, details: PodDetails | null, restarts: number): PodWords {
  const last = details?.last ?? null;
  return {
    facts: known({
      container: details?.container,
      init: details?.init === true || statusOf(row).startsWith('Init:') ? 1 : null,
      reason: last?.reason,
      exitCode: last?.exitCode,
      signal: last === null || last.signal === 0 ? null : last.signal,
      restarts: restarts === 0 ? null : restarts,
      limit: last?.reason === 'OOMKilled' ? details?.memoryLimit : null,
      image: details?.image,
    }),
    message: last?.message || (details?.waiting.message ?? ''),
    since: crashingSince(row) ?? details?.notReadySince ?? null,
  };
}

/** A pod that crashed every few minutes for as long as it is there has crashed since it was made; of others only the last crash is known. */
function crashingSince(row: Row): number | null {
  const { count, lastAt } = restartsOf(row);
  if (row.createdAt === null || lastAt === null || count < suspectRestarts) return null;
  return (lastAt - row.createdAt) / count < crashForgottenMs ? row.createdAt : null;
}

function unschedulableWords(row: Row, details: PodDetails | null, { largestFit }: ProblemFacts): PodWords {
  const message = details?.unscheduled?.message ?? '';
  const requests = podFactsOf(row)?.requests;
  const scheduler = schedulerFacts(message);
  const short = scheduler.insufficientCpu !== undefined || scheduler.insufficientMemory !== undefined;
  return {
    facts: known({
      ...scheduler,
      cpu: requests?.cpu === 0 ? null : requests?.cpu,
      memory: requests?.memory === 0 ? null : requests?.memory,
      // A gap only explains something where it is room that is short.
      ...(short && largestFit !== null
        ? { largestCpu: largestFit.cpu, largestMemory: largestFit.memory, largestNode: largestFit.node }
        : {}),
    }),
    message,
    since: details?.unscheduled?.since ?? row.createdAt,
  };
}

function bare(status: string): string {
  return status.startsWith('Init:') ? status.slice('Init:'.length) : status;
}
