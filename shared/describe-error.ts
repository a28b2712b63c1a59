import type { ClusterError, CredentialsError, StatusError, UnreachableError } from './cluster-error.ts';

/** A message of the namespace `errors`: a key and what is put into it. */
export interface ErrorMessage {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** An error as a person reads it: what is so, why, what to do. Detail and next step are absent where there is nothing to add. */
export interface ErrorDescription {
  readonly title: ErrorMessage;
  readonly detail: ErrorMessage | null;
  readonly nextStep: ErrorMessage | null;
}

/** Turns any ClusterError into title, detail and next step. Total: every kind and cause has words of its own. */
export function describeError(error: ClusterError): ErrorDescription {
  switch (error.kind) {
    case 'status':
      return describeStatus(error);
    case 'unreachable':
      return describeUnreachable(error);
    case 'credentials':
      return describeCredentials(error);
    case 'kubeconfig': {
      const place = error.line === null ? 'file' : error.column === null ? 'line' : 'column';
      const values = { file: error.file, line: error.line ?? 0, column: error.column ?? 0 };
      return {
        title: message('kubeconfig.title'),
        detail: raw(error.message),
        nextStep: message(`kubeconfig.next.${place}`, values),
      };
    }
    case 'unsupported':
      return {
        title: message('unsupported.title', { what: error.what }),
        detail: raw(error.message),
        nextStep: message('unsupported.next'),
      };
    case 'invalid-answer':
      return {
        title: message('invalidAnswer.title'),
        detail: raw(error.contentType === '' ? error.detail : `${error.contentType}: ${error.detail}`),
        nextStep: message('invalidAnswer.next'),
      };
    case 'drain':
      return {
        title: message(`drain.${error.cause}.title`),
        detail: error.detail === '' ? null : raw(error.detail),
        nextStep: message(`drain.${error.cause}.next`),
      };
    case 'edit':
      return {
        title: message(`edit.${error.cause}.title`),
        detail: error.message === '' ? null : raw(error.message),
        nextStep: message(`edit.${error.cause}.next`),
      };
    case 'protected':
      return {
        title: message('protected.title'),
        detail: error.reason === '' || error.reason.startsWith('grade.') ? null : raw(error.reason),
        nextStep: message(`protected.next.${error.demand === 'deny' ? 'deny' : 'confirm'}`),
      };
    case 'internal':
      return { title: message('internal.title'), detail: raw(error.message), nextStep: message('internal.next') };
  }
}

/** Status codes with words of their own; others are described by their class. */
export const describedStatusCodes = [400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 502, 503, 504] as const;

function describeStatus(error: StatusError): ErrorDescription {
  const known = (describedStatusCodes as readonly number[]).includes(error.code);
  const name = known ? String(error.code) : error.code >= 500 ? '5xx' : 'other';
  const values = { code: error.code, reason: error.reason };
  const next =
    error.retryAfterSeconds === null
      ? message(`status.${name}.next`, values)
      : message('status.retryAfter', { seconds: error.retryAfterSeconds });
  const causes = error.causes.map((cause) => (cause.field === '' ? cause.message : `${cause.field}: ${cause.message}`));
  return {
    title: message(`status.${name}.title`, values),
    detail: raw([error.message, ...causes].filter((text) => text !== '').join('\n')),
    nextStep: next,
  };
}

/** OpenSSL and Node codes of a failed handshake, by what the user can do about them. */
const tlsFaults: readonly (readonly [fault: string, codes: RegExp])[] = [
  ['expired', /^CERT_HAS_EXPIRED$/],
  ['notYet', /^CERT_NOT_YET_VALID$/],
  ['name', /^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/],
  ['authority', /SELF_SIGNED_CERT|^UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)|^CERT_UNTRUSTED$|^INVALID_CA$/],
  ['protocol', /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/],
  ['client', /ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)|CERTIFICATE_REQUIRED|^ERR_OSSL_.*KEY/],
  ['plain', /WRONG_VERSION_NUMBER|^ERR_SSL_PACKET_LENGTH_TOO_LONG$|HTTP_REQUEST/],
];

function describeUnreachable(error: UnreachableError): ErrorDescription {
  const fault = error.cause === 'tls' ? tlsFaults.find(([, codes]) => codes.test(error.code))?.[0] : undefined;
  const name = fault === undefined ? error.cause : `tls-${fault}`;
  const detail = [error.code, error.detail].filter((text) => text !== '').join(': ');
  const values = { host: error.host };
  return {
    title: message(`unreachable.${name}.title`, values),
    detail: detail === '' ? null : raw(detail),
    nextStep: message(`unreachable.${name}.next`, values),
  };
}

function describeCredentials(error: CredentialsError): ErrorDescription {
  const values = { command: error.command, exitCode: error.exitCode ?? '?' };
  // A credential that stands in a file is renewed there.
  const next = error.cause === 'rejected' && error.command !== '' ? 'nextFile' : 'next';
  const said = error.stderr.trim() === '' ? error.detail : error.stderr.trim();
  return {
    title: message(`credentials.${error.cause}.title`, values),
    detail: said === '' ? null : raw(said),
    nextStep: error.hint === '' ? message(`credentials.${error.cause}.${next}`, values) : raw(error.hint),
  };
}

function message(key: string, values: ErrorMessage['values'] = {}): ErrorMessage {
  return { key, values };
}

/** Text of somebody else (a server, a plugin, a parser), shown as it is. */
function raw(text: string): ErrorMessage {
  return { key: 'raw', values: { text } };
}
