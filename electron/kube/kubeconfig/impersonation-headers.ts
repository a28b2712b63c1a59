import type { UserEntry } from './kubeconfig-entries.ts';

/** Impersonation headers in the order client-go sends them (transport/round_trippers.go, impersonatingRoundTripper). */
export function impersonationHeaders(
  user: Pick<UserEntry, 'impersonate' | 'impersonateUid' | 'impersonateGroups' | 'impersonateExtra'>,
): [string, string][] {
  if (user.impersonate === '') return [];
  const headers: [string, string][] = [['Impersonate-User', headerValue(user.impersonate)]];
  if (user.impersonateUid !== '') headers.push(['Impersonate-Uid', headerValue(user.impersonateUid)]);
  for (const group of user.impersonateGroups) headers.push(['Impersonate-Group', headerValue(group)]);
  for (const [key, values] of user.impersonateExtra)
    for (const value of values) headers.push([`Impersonate-Extra-${headerKeyEscape(key)}`, headerValue(value)]);
  return headers;
}

/** Percent-encodes every byte that may not stand in a header name, and `%` itself (round_trippers.go, headerKeyEscape). */
export function headerKeyEscape(key: string): string {
  let escaped = '';
  for (const byte of Buffer.from(key, 'utf8')) {
    const character = String.fromCharCode(byte);
    escaped += /[!#$&'*+\-.0-9A-Z^_`a-z|~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** Go writes header values as UTF-8 bytes; Node's HTTP writes a string as latin1, so each byte becomes one character. */
function headerValue(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
