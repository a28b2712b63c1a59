import type { ClusterError, StatusError } from '../../../../shared/cluster-error.ts';
import { notConnected } from '../../../kube/lasting-transport.ts';
import type { WriteAnswer } from './run-writes.ts';

/*
 * What the answer to an eviction, or to a delete, means. The answers are those of EvictionREST.Create (kubernetes
 * pkg/registry/core/pod/storage/eviction.go), what is made of them is kubectl's evictPods (k8s.io/kubectl/pkg/drain/drain.go) but for three
 * things: causes are read, which kubectl hides; a server that fails (5xx) is asked again a few times; an answer that nobody saw is not taken for a no.
 */

/** What is to be done with the pod now. */
export type EvictionAnswer =
  /** The server deletes it. */
  | { readonly answer: 'accepted' }
  | { readonly answer: 'gone' }
  /** 429: not now. `retryAfterSeconds` null = the server did not say. */
  | {
      readonly answer: 'refused';
      readonly budget: string;
      readonly needs: number | null;
      readonly has: number | null;
      readonly message: string;
      readonly retryAfterSeconds: number | null;
    }
  /** Its namespace is being deleted, which takes the pod as well. */
  | { readonly answer: 'namespace-terminating'; readonly message: string }
  /** Somebody has to look at the pod: the answer was not seen (`error` null = the app ended), or it is another pod by now (409). */
  | { readonly answer: 'look'; readonly error: ClusterError | null; readonly counts: boolean }
  /** It was not sent: the cluster is not reached, or refuses who we are. */
  | { readonly answer: 'not-sent'; readonly error: ClusterError }
  | { readonly answer: 'failed'; readonly error: ClusterError };

/** policyv1.DisruptionBudgetCause: the cause that a 429 of a budget carries. */
const budgetCause = 'DisruptionBudget';
/** corev1.NamespaceTerminatingCause. */
const namespaceCause = 'NamespaceTerminating';
const budgetText = /^The disruption budget (\S+) (?:needs (\d+) healthy pods and has (\d+) currently)?/;

/** Reads an answer. Total. */
export function readEvictionAnswer(answer: WriteAnswer): EvictionAnswer {
  switch (answer.type) {
    case 'done':
      return { answer: 'accepted' };
    case 'denied':
      return { answer: 'failed', error: answer.error };
    case 'unknown':
      return { answer: 'look', error: answer.error, counts: false };
    case 'failed':
      return answer.error.kind === 'status' ? readStatus(answer.error) : readFailure(answer.error);
  }
}

function readStatus(error: StatusError): EvictionAnswer {
  const { code, causes, message, retryAfterSeconds } = error;
  if (code === 404) return { answer: 'gone' };
  if (code === 409) return { answer: 'look', error, counts: true };
  if (code === 429) {
    const cause = causes.find(({ reason }) => reason === budgetCause);
    const [, budget = '', needs, has] = budgetText.exec(cause?.message ?? '') ?? [];
    return {
      answer: 'refused',
      budget,
      needs: needs === undefined ? null : Number(needs),
      has: has === undefined ? null : Number(has),
      message: cause?.message ?? message,
      // "0" is what the server says where waiting does not help; kubectl waits its own time then.
      retryAfterSeconds: retryAfterSeconds === 0 ? null : retryAfterSeconds,
    };
  }
  if (code === 403 && causes.some(({ reason }) => reason === namespaceCause)) return { answer: 'namespace-terminating', message };
  // More than one budget: it stays so, and says so in a 500 (eviction.go).
  if (code === 500 && message.includes('more than one PodDisruptionBudget')) return { answer: 'failed', error };
  if (code >= 500) return { answer: 'look', error, counts: true };
  return { answer: 'failed', error };
}

function readFailure(error: ClusterError): EvictionAnswer {
  return isNotReached(error) ? { answer: 'not-sent', error } : { answer: 'failed', error };
}

/** Whether nothing was asked of the cluster at all: it is not reached, refuses who we are, or its context is not connected, as after a restart. */
export function isNotReached(error: ClusterError): boolean {
  if (error.kind === 'unsupported') return error.what === notConnected.what;
  return error.kind === 'unreachable' || error.kind === 'credentials';
}
