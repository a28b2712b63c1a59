import type { ClusterError, StatusError, UnreachableError } from '../../shared/cluster-error.ts';
import { ProtobufError } from './protobuf/protobuf-error.ts';
import { decodeStatus } from './protobuf/status-message.ts';
import { RequestFailure } from './request-failure.ts';

/** Longest text of an answer that is kept in an error, in characters: enough to recognise a login page. */
const longestExcerpt = 200;

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
]);
const dnsCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const refusedCodes = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'ENETDOWN', 'EACCES']);
const resetCodes = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
/** OpenSSL's verification codes as Node names them, beside everything that starts with ERR_TLS_ or ERR_SSL_. */
const tlsCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_CHAIN_TOO_LONG',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'EPROTO',
]);

/**
 * What a failed request means, from the errors of undici, Node and OpenSSL (undici wraps the real reason in `cause`,
 * Node wraps several dialled addresses in an AggregateError). Pure. `host` is the host and port that was dialled.
 */
export function classifyFailure(thrown: unknown, host: string): ClusterError {
  const found = firstWithCode(thrown, 0);
  if (found instanceof RequestFailure) return found.error;
  const code = codeOf(found);
  const detail = found instanceof Error ? found.message : String(found);
  const unreachable = (cause: UnreachableError['cause']): UnreachableError => ({ kind: 'unreachable', cause, host, code, detail });
  if (dnsCodes.has(code)) return unreachable('dns');
  if (timeoutCodes.has(code)) return unreachable('timeout');
  if (refusedCodes.has(code)) return unreachable('refused');
  if (resetCodes.has(code)) return unreachable(/before secure TLS connection/.test(detail) ? 'tls' : 'reset');
  if (tlsCodes.has(code) || code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_') || code.startsWith('ERR_OSSL_'))
    return unreachable('tls');
  if (code.startsWith('HPE_') || code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { kind: 'invalid-answer', contentType: '', detail: `not HTTP as expected from ${host}: ${detail}` };
  }
  if (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE' || code.startsWith('ERR_ZLIB')) {
    return { kind: 'invalid-answer', contentType: '', detail: `compressed answer from ${host} is damaged: ${detail}` };
  }
  if (code.startsWith('UND_ERR_') || code.startsWith('ERR_HTTP2_') || code === 'ERR_STREAM_PREMATURE_CLOSE') return unreachable('closed');
  return { kind: 'internal', message: found instanceof Error ? (found.stack ?? found.message) : detail };
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

/** The innermost error that carries a code we can read: causes before wrappers, since undici's own codes say less. */
function firstWithCode(thrown: unknown, depth: number): unknown {
  if (depth > 5 || thrown instanceof RequestFailure) return thrown;
  if (thrown instanceof AggregateError && thrown.errors.length > 0 && codeOf(thrown) !== 'UND_ERR_CONNECT_TIMEOUT') {
    return firstWithCode(thrown.errors[0], depth + 1);
  }
  if (thrown instanceof Error && thrown.cause !== undefined) {
    const inner = firstWithCode(thrown.cause, depth + 1);
    if (inner instanceof RequestFailure || codeOf(inner) !== '') return inner;
  }
  return thrown;
}

/**
 * The failure that an HTTP answer other than 2xx stands for. A body that is a Kubernetes Status keeps its reason,
 * message and causes; anything else becomes a status with the first 200 characters. Redirects are named and never
 * followed: a client certificate or impersonation header must not reach another host.
 */
export function classifyAnswer(
  answer: { readonly status: number; readonly contentType: string; readonly retryAfter: string | null; readonly location: string | null },
  body: Buffer,
  host: string,
): ClusterError {
  const { status, contentType } = answer;
  if (status >= 300 && status < 400) {
    const detail = `answered ${status} with a redirect to ${answer.location ?? 'nowhere'}; redirects are not followed, so that credentials stay with ${host}`;
    return { kind: 'unreachable', cause: 'redirect', host, code: String(status), detail };
  }
  const retryAfterSeconds = parseRetryAfter(answer.retryAfter);
  const parsed = parseStatus(contentType, body);
  if (parsed !== null) {
    return {
      kind: 'status',
      code: parsed.code ?? status,
      reason: parsed.reason ?? '',
      message: parsed.message ?? '',
      causes: parsed.causes,
      retryAfterSeconds: retryAfterSeconds ?? parsed.retryAfterSeconds,
    };
  }
  if (isHtml(contentType) && status < 500 && status !== 429) return notKubernetes(contentType, host);
  const excerpt = body.toString('utf8').trim().slice(0, longestExcerpt);
  const message = isHtml(contentType) ? `answered ${status} with text/html` : excerpt;
  return { kind: 'status', code: status, reason: '', message, causes: [], retryAfterSeconds };
}

/** The error for a 200 that does not come from a Kubernetes API: a login page, a captive portal. */
export function notKubernetes(contentType: string, host: string): ClusterError {
  const type = contentType.split(';')[0]?.trim() || 'no content type';
  return { kind: 'invalid-answer', contentType: type, detail: `not a Kubernetes API (got ${type} from ${host})` };
}

/** A Status object, from the body of an answer or from an ERROR event of a watch, as an error. Total: odd input gives code 500. */
export function statusErrorOf(status: unknown): StatusError {
  const parsed = readStatus(status);
  return {
    kind: 'status',
    code: parsed?.code ?? 500,
    reason: parsed?.reason ?? '',
    message: parsed?.message ?? 'the server reported an error without saying which',
    causes: parsed?.causes ?? [],
    retryAfterSeconds: parsed?.retryAfterSeconds ?? null,
  };
}

/** True when a connection there was ended before an answer came: of a log that proves nothing about the server, it may have waited for hours. */
export function brokeLater(error: ClusterError): boolean {
  return error.kind === 'unreachable' && (error.cause === 'reset' || error.cause === 'closed' || error.cause === 'timeout');
}

/** True for application/json and its suffixes and parameters. */
export function isJson(contentType: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType);
}

/** True for what API servers call protobuf, in lists, objects and watches. */
export function isProtobuf(contentType: string): boolean {
  return /^application\/vnd\.kubernetes\.protobuf\b/i.test(contentType);
}

/** True for a web page: a login page, a captive portal. */
export function isHtml(contentType: string): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}

/** RFC 9110 section 10.2.3: seconds or a date; API servers send seconds. Null when absent or unreadable. */
function parseRetryAfter(header: string | null): number | null {
  if (header === null || !/^\d{1,6}$/.test(header.trim())) return null;
  return Number(header);
}

/** As in the header: what is negative, or a part of a second, would have us ask without a pause. */
function isRetryAfter(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1_000_000;
}

interface ParsedStatus {
  readonly code: number | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly causes: StatusError['causes'];
  readonly retryAfterSeconds: number | null;
}

function parseStatus(contentType: string, body: Buffer): ParsedStatus | null {
  try {
    if (isProtobuf(contentType)) return readStatus(decodeStatus(body));
    return isJson(contentType) ? readStatus(JSON.parse(body.toString('utf8'))) : null;
  } catch (thrown) {
    // Not what it says it is: the caller keeps the text as it is.
    if (thrown instanceof SyntaxError || thrown instanceof ProtobufError) return null;
    throw thrown;
  }
}

function readStatus(value: unknown): ParsedStatus | null {
  if (!isRecord(value) || value.kind !== 'Status') return null;
  const details = isRecord(value.details) ? value.details : {};
  const causes = Array.isArray(details.causes) ? details.causes.filter(isRecord) : [];
  return {
    code: typeof value.code === 'number' ? value.code : null,
    reason: typeof value.reason === 'string' ? value.reason : null,
    message: typeof value.message === 'string' ? value.message : null,
    causes: causes.map((cause) => ({ reason: text(cause.reason), message: text(cause.message), field: text(cause.field) })),
    retryAfterSeconds: isRetryAfter(details.retryAfterSeconds) ? details.retryAfterSeconds : null,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a second 401 in a row means; `detail` is the server's message, or empty. */
export function rejectedCredential(detail: string): ClusterError {
  return {
    kind: 'credentials',
    cause: 'rejected',
    command: '',
    exitCode: null,
    stderr: '',
    hint: '',
    detail: detail === '' ? 'the server refuses this credential (401)' : detail,
  };
}
