import type { ClusterError, StatusError } from '../../shared/cluster-error.ts';

/** The resourceVersion is no longer held by the server: 410, as client-go's isExpiredError (tools/cache/reflector.go). */
export function isExpired(error: ClusterError): boolean {
  return error.kind === 'status' && (error.code === 410 || error.reason === 'Expired' || error.reason === 'Gone');
}

/** The server has not seen that resourceVersion yet, or never will (restored from a backup): client-go's isTooLargeResourceVersionError. */
export function isTooLarge(error: ClusterError): error is StatusError {
  if (error.kind !== 'status') return false;
  const named = error.causes.some(
    (cause) => cause.reason === 'ResourceVersionTooLarge' || /too large resource version/i.test(cause.message),
  );
  return named || /too large resource version/i.test(error.message);
}

/** The server says no to this user. */
export function isForbidden(error: ClusterError): boolean {
  return error.kind === 'status' && error.code === 403;
}

/** The resource is not (or no longer) served: a CRD that was removed, an unknown kind. */
export function isNotServed(error: ClusterError): boolean {
  return error.kind === 'status' && error.code === 404;
}

/** The resource can be listed but not watched: no watch verb (metrics.k8s.io). */
export function isNotWatchable(error: ClusterError): boolean {
  return error.kind === 'status' && (error.code === 405 || error.reason === 'MethodNotAllowed');
}

/** None of the encodings that were asked for can be had. */
export function isNotAcceptable(error: ClusterError): boolean {
  return error.kind === 'status' && error.code === 406;
}
