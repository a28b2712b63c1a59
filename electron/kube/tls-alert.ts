/**
 * Whether the peer ended TLS with an alert. With TLS 1.3 the server judges the client's certificate after the client has finished its
 * handshake (RFC 8446 section 4.4.2.4), so its alert ends a connection that had looked good, and says more than that it was closed.
 */
export function isTlsAlert(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^ERR_SSL_.*ALERT/.test(error.code);
}
