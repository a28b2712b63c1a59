import type { ClusterError } from '../../shared/cluster-error.ts';

/**
 * A ClusterError on its way up through async code inside `electron/kube`. It becomes a value again (a Result or a
 * Freshness) before it leaves the folder's callers: nothing outside the data thread ever sees it thrown.
 */
export class RequestFailure extends Error {
  readonly error: ClusterError;
  /** When the context as a whole may be tried again, ms since the epoch; null = parked; undefined = the caller's own back-off decides. */
  readonly retryAt: number | null | undefined;

  constructor(error: ClusterError, retryAt?: number | null, cause?: unknown) {
    super(describe(error), cause === undefined ? undefined : { cause });
    this.name = 'RequestFailure';
    this.error = error;
    this.retryAt = retryAt;
  }
}

/** Why a write was not answered with success. */
export class WriteFailure extends RequestFailure {
  /** It may have been done all the same: the request was sent and no answer to it came. */
  readonly mayBeDone: boolean;

  constructor(error: ClusterError, mayBeDone: boolean, cause?: unknown) {
    super(error, undefined, cause);
    this.name = 'WriteFailure';
    this.mayBeDone = mayBeDone;
  }
}

/** Takes whatever was thrown as a ClusterError; what nobody foresaw is a defect of ours and says so. */
export function clusterErrorOf(thrown: unknown): ClusterError {
  if (thrown instanceof RequestFailure) return thrown.error;
  return { kind: 'internal', message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
}

function describe(error: ClusterError): string {
  switch (error.kind) {
    case 'status':
      return `${error.code} ${error.reason}: ${error.message}`;
    case 'unreachable':
      return `${error.host}: ${error.cause} ${error.code} ${error.detail}`;
    case 'credentials':
    case 'invalid-answer':
    case 'drain':
      return error.detail;
    case 'protected':
      return `refused by a guardrail: ${error.reason}`;
    case 'kubeconfig':
    case 'unsupported':
    case 'edit':
    case 'internal':
      return error.message;
  }
}
