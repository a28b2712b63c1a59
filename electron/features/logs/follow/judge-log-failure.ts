import type { ClusterError } from '../../../../shared/cluster-error.ts';

/** What a failed request for a log means. */
export type LogFailure =
  /** Worth another try. */
  | 'broken'
  /** The container has not run yet: worth another try when its status changes. */
  | 'waiting'
  /** This run's log cannot be had any more, or never could. */
  | 'gone'
  /** Nobody may, or nobody can: no other run will be different. */
  | 'refused';

/**
 * Messages of the kubelet (pkg/kubelet/kubelet_pods.go, kuberuntime_container.go, cri-client/pkg/logs) that will be the same tomorrow. It says 400 to
 * everything, also to what passes, such as a runtime that is starting.
 */
const goneMessages =
  /unable to retrieve container logs for|previous terminated container .* not found|is terminated\b|is not available\b|failed to open log file|failed to try resolving symlinks|is not valid for pod|no logs available/;

/**
 * What a failure means for the log of a run that is `running` or has ended. Pure. Of a 401 the transport has taken care. While the container runs, what its kubelet does not find may be there
 * in a moment: a log file is renamed before the next one is made.
 */
export function judgeLogFailure(error: ClusterError, running: boolean): LogFailure {
  const failure = judge(error);
  return failure === 'gone' && running ? 'broken' : failure;
}

function judge(error: ClusterError): LogFailure {
  switch (error.kind) {
    case 'unreachable':
    case 'credentials':
    case 'invalid-answer':
      return 'broken';
    case 'kubeconfig':
    case 'unsupported':
    case 'drain':
    case 'edit':
    case 'protected':
    case 'internal':
      return 'refused';
    case 'status':
      return judgeStatus(error.code, error.message);
  }
}

function judgeStatus(code: number, message: string): LogFailure {
  if (code === 404) return 'gone';
  if (code === 400) {
    if (/is waiting to start/.test(message)) return 'waiting';
    return goneMessages.test(message) ? 'gone' : 'broken';
  }
  // A time-out, too many requests: somebody else's trouble. The rest of 4xx is about us.
  if (code === 408 || code === 409 || code === 429 || code >= 500) return 'broken';
  return code >= 400 ? 'refused' : 'broken';
}

/** What a container waits for, from `container "app" in pod "x" is waiting to start: ContainerCreating`. */
export function waitingReasonIn(error: ClusterError): string {
  return error.kind === 'status' ? (/is waiting to start: (.*)$/s.exec(error.message)?.[1] ?? '').trim() : '';
}

/**
 * A line that the kubelet wrote into the answer in place of a container's, when it had already begun to answer: without a stamp, and the last
 * one. Null for everything else.
 */
export function kubeletErrorIn(line: string): ClusterError | null {
  const known =
    /^(?:unable to retrieve container logs for |rpc error: code = |failed to (?:open|read|tail|seek|watch|create|reset|get|try) )/;
  if (!known.test(line)) return null;
  const gone = goneMessages.test(line);
  return {
    kind: 'status',
    code: gone ? 404 : 500,
    reason: gone ? 'NotFound' : 'InternalError',
    message: line,
    causes: [],
    retryAfterSeconds: null,
  };
}
