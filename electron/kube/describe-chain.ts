import type { DetailedPeerCertificate } from 'node:tls';

/** More certificates than any chain has: a server may send what it likes. */
const longestChain = 6;
/** More names than a reader compares. */
const mostNames = 6;

/**
 * The certificates that a server showed, its own first, each as a sentence: whose it is, for which names, who signed it, until
 * when. For whoever has to find out which of them is wrong (P15); nothing in it is trusted.
 */
export function describeChain(first: DetailedPeerCertificate | Record<string, never>): string[] {
  const sentences: string[] = [];
  let certificate: Partial<DetailedPeerCertificate> | undefined = first;
  while (certificate?.valid_to !== undefined && sentences.length < longestChain) {
    const names = namesIn(certificate.subjectaltname ?? '');
    const where = names.length === 0 ? '' : `, for ${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? '…' : ''}`;
    const signed: boolean = certificate.fingerprint256 === certificate.issuerCertificate?.fingerprint256;
    const issuer = signed ? 'itself' : nameIn(certificate.issuer);
    const valid = `valid ${dayOf(certificate.valid_from ?? '')} to ${dayOf(certificate.valid_to)}`;
    sentences.push(`${nameIn(certificate.subject)}${where}, signed by ${issuer}, ${valid}`);
    certificate = signed ? undefined : certificate.issuerCertificate;
  }
  return sentences;
}

function nameIn(subject: Partial<DetailedPeerCertificate['subject']> | undefined): string {
  const name = subject?.CN ?? subject?.OU ?? subject?.O ?? '';
  const text = String(Array.isArray(name) ? name.join(', ') : name);
  return text === '' ? 'a certificate without a name' : `"${text}"`;
}

/** `DNS:a, IP Address:::1` as names; those with quotes are left out: they hold what could be read as more names (CVE-2021-44532). */
function namesIn(alternatives: string): string[] {
  return alternatives.includes('"') ? [] : alternatives.split(', ').flatMap((each) => /^(?:DNS|IP Address):(.+)$/.exec(each)?.[1] ?? []);
}

/** OpenSSL's `Nov 25 18:00:00 2026 GMT`, to the minute. */
function dayOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
