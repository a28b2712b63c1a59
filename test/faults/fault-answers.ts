import type { Exchange } from '../../electron/demo/exchange.ts';
import { expired, StatusError, tooLargeResourceVersion } from '../../electron/demo/status-error.ts';

/** How a request is answered instead of properly. */
export type FaultAnswer =
  /** A whole answer; objects are sent as JSON, strings as they are. */
  | { readonly status: number; readonly body?: unknown; readonly contentType?: string; readonly headers?: Readonly<Record<string, string>> }
  /** Silence before the headers, or after them (P36, F4). */
  | { readonly hang: 'headers' | 'body' }
  /** The connection is reset without an answer (P01). */
  | { readonly reset: true }
  /** Headers promise `contentLength` bytes, `body` follows, then the connection is cut (F37). */
  | { readonly contentLength: number; readonly body: string }
  /** Anything else; return false to let the real server answer after all. */
  | ((exchange: Exchange) => boolean | Promise<boolean> | undefined);

const statusAnswer = (error: StatusError, headers: Readonly<Record<string, string>> = {}): FaultAnswer => ({
  status: error.code,
  body: error.body,
  headers,
});

/** 401 (P19 once, P20 for ever). */
export const UNAUTHORIZED: FaultAnswer = statusAnswer(new StatusError(401, 'Unauthorized', 'Unauthorized'));

/** 403 (P22). */
export const forbiddenAnswer = (
  message = 'pods is forbidden: User "test" cannot list resource "pods" in API group "" at the cluster scope',
): FaultAnswer => statusAnswer(new StatusError(403, 'Forbidden', message, { kind: 'pods' }));

/** 429 with Retry-After (P23) or, with null, without (P24). */
export const tooManyRequests = (retryAfterSeconds: number | null): FaultAnswer =>
  statusAnswer(
    new StatusError(
      429,
      'TooManyRequests',
      'too many requests, please try again later',
      retryAfterSeconds === null ? {} : { retryAfterSeconds },
    ),
    retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) },
  );

/** 410 as an HTTP status: at the start of a watch, or on a continue token (P25). */
export const EXPIRED: FaultAnswer = statusAnswer(expired('The resourceVersion for the provided watch is too old.'));

/** 504 of a server that was restored from a backup (P26). */
export const tooLarge = (asked: number, current: number): FaultAnswer =>
  statusAnswer(tooLargeResourceVersion(asked, current), { 'retry-after': '1' });

/** 503 with a load balancer's page (P24). */
export const BAD_GATEWAY_PAGE: FaultAnswer = {
  status: 503,
  contentType: 'text/html',
  body: '<html><head><title>503 Service Temporarily Unavailable</title></head><body>nginx</body></html>',
};

/** 200 with a login page: a captive portal (P35). */
export const LOGIN_PAGE: FaultAnswer = {
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login"></form></body></html>',
};

/** 302, 307 or 308 (P34). */
export const redirect = (status: 302 | 307 | 308, location: string): FaultAnswer => ({
  status,
  headers: { location },
  body: '',
  contentType: 'text/plain',
});

/** Gives the answer. False = the real server shall answer. */
export async function giveAnswer(exchange: Exchange, answer: FaultAnswer): Promise<boolean> {
  if (typeof answer === 'function') return (await answer(exchange)) !== false;
  if ('reset' in answer) exchange.destroy();
  else if ('hang' in answer) {
    if (answer.hang === 'body') exchange.start(200, { 'content-type': 'application/json' });
  } else if ('contentLength' in answer) {
    exchange.start(200, { 'content-type': 'application/json', 'content-length': String(answer.contentLength) });
    exchange.write(answer.body);
    // Let the bytes leave before the cut; a reset at once may take them along.
    setTimeout(() => exchange.destroy(), 20);
  } else {
    const { status, body = '', contentType = 'application/json', headers = {} } = answer;
    exchange.send(status, contentType, typeof body === 'string' ? body : JSON.stringify(body), headers);
  }
  return true;
}
