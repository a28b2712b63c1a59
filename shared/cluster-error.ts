/**
 * Why something did not work, as a value: the only form in which failures travel between thread, main side and page.
 * Screens never write error prose; `describe-error.ts` turns one of these into title, detail and next step.
 */
export type ClusterError =
  | StatusError
  | UnreachableError
  | CredentialsError
  | KubeconfigError
  | UnsupportedError
  | InvalidAnswerError
  | DrainError
  | EditError
  | ProtectedError
  | InternalError;

/** The API server answered with a Status that is not a success. */
export interface StatusError {
  readonly kind: 'status';
  /** HTTP status code, e.g. 403. */
  readonly code: number;
  /** Status.reason, e.g. `Forbidden`; empty when the server gave none. */
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
  readonly retryAfterSeconds: number | null;
}

/** No HTTP answer came back; `via` says whose fault it looks like, so that a broken proxy is never blamed on the cluster. */
export interface UnreachableError {
  readonly kind: 'unreachable';
  readonly cause: 'dns' | 'refused' | 'reset' | 'timeout' | 'tls' | 'proxy' | 'redirect' | 'closed';
  /** The host and port that was dialled, or the proxy's when cause is `proxy`. */
  readonly host: string;
  /** A code of Node or OpenSSL such as `ECONNREFUSED`, `CERT_HAS_EXPIRED`; empty when unknown. */
  readonly code: string;
  readonly detail: string;
}

/** A credential could not be obtained, or the server refuses the one there is (401 twice in a row). */
export interface CredentialsError {
  readonly kind: 'credentials';
  readonly cause:
    | 'plugin-missing'
    | 'plugin-failed'
    | 'plugin-timeout'
    | 'plugin-output'
    | 'plugin-untrusted'
    | 'interactive'
    | 'rejected'
    | 'file';
  /** The plugin's command line or the file, without secrets. */
  readonly command: string;
  readonly exitCode: number | null;
  /** The last lines the plugin wrote to stderr, redacted. */
  readonly stderr: string;
  /** installHint of the kubeconfig, or what to run; empty when there is nothing to add. */
  readonly hint: string;
  readonly detail: string;
}

/** The kubeconfig file, or the part of it a context needs, cannot be used. */
export interface KubeconfigError {
  readonly kind: 'kubeconfig';
  readonly file: string;
  /** 1-based; null when the fault has no place in the file. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** This cluster does not offer what was asked (no metrics.k8s.io, an unknown kind, a CRD that was removed). */
export interface UnsupportedError {
  readonly kind: 'unsupported';
  readonly what: string;
  readonly message: string;
}

/** Something answered, but not as a Kubernetes API does (a login page, a malformed line, a body past the limit). */
export interface InvalidAnswerError {
  readonly kind: 'invalid-answer';
  readonly contentType: string;
  readonly detail: string;
}

/** A drain run could not go on, for reasons that lie in the run and not in the cluster. */
export interface DrainError {
  readonly kind: 'drain';
  /**
   * `timed-out`: its time was over; `gone`: there is no such run; `not-now`: it is in no state for that; `not-kept`: its state cannot be written, so nothing is
   * sent; `not-allowed`: the cluster does not give us a right that it needs, so nothing was sent (`detail` names what is missing).
   */
  readonly cause: 'timed-out' | 'gone' | 'not-now' | 'not-kept' | 'not-allowed';
  readonly detail: string;
}

/** An edit does not fit the object as it is, or cannot be made at all: nothing was sent to the cluster. */
export interface EditError {
  readonly kind: 'edit';
  /**
   * `invalid`: no cluster would take it; `exists`: it would replace a value without `overwrite`; `not-found`: what is to be removed is not there;
   * `changed`: what is to be taken back is not as it was left; `not-undoable`: there is nothing to take back; `no-entry`: the journal has no such entry.
   */
  readonly cause: 'invalid' | 'exists' | 'not-found' | 'changed' | 'not-undoable' | 'no-entry';
  /** kubectl's sentence where it has one; may be empty. */
  readonly message: string;
}

/** A guardrail of this machine refused a write: nothing was sent to the cluster. */
export interface ProtectedError {
  readonly kind: 'protected';
  /** As in `Guard`: the user's words of the rule, or `grade.` and the grade. */
  readonly reason: string;
  /** What it would have taken. */
  readonly demand: 'none' | 'confirm' | 'type-name' | 'deny';
}

/** A defect of Timonier itself; shown with its text so that it can be reported. */
export interface InternalError {
  readonly kind: 'internal';
  readonly message: string;
}

/** What every `call` answers: failures are values and never thrown across a process boundary. */
export type Result<Value, Failure = ClusterError> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/** Wraps a value as a success. */
export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Wraps an error as a failure. */
export function failure<Failure>(error: Failure): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error };
}
