import type { CertificateFacts } from '../facts/certificate-facts.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';
import { factsOf } from '../problem-kinds.ts';

const dayMs = 86_400_000;
/** A certificate that ends within this time, and is not renewed by itself, needs a person; in ms. */
const soonMs = 14 * dayMs;
/** cert-manager gets this long after its own renewal time, in ms: issuing over DNS takes minutes, and a refusal is tried again after an hour. */
const renewalMs = 2 * 3_600_000;

/** Certificates of cert-manager that have ended, are not renewed in time, or never came to be. */
export function certificateProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  for (const [row, certificate] of factsOf(facts.rows, 'certificates.cert-manager.io')) {
    const why = whyCertificate(certificate, facts.now);
    if (why === null) continue;
    const issuing = certificate.conditions.find(({ type, status }) => type === 'Issuing' && status === 'False');
    const ready = certificate.conditions.find(({ type, status }) => type === 'Ready' && status === 'False');
    const said = issuing?.message || (ready?.message ?? '');
    found.push(
      finding('certificate-expiring', why === 'expired' ? 'broken' : 'attention', objectOfKind('Certificate', row.namespace, row.name), {
        since: why === 'expired' ? certificate.notAfter : (ready?.since ?? certificate.renewalAt),
        message: said,
        facts: known({
          notAfter: certificate.notAfter,
          failures: certificate.failures === 0 ? null : certificate.failures,
          hosts: certificate.hosts === 0 ? null : certificate.hosts,
          secret: certificate.secret,
          why,
        }),
      }),
    );
  }
  return found;
}

function whyCertificate({ notAfter, renewalAt, conditions }: CertificateFacts, now: number): string | null {
  if (notAfter !== null && notAfter <= now) return 'expired';
  const overdue = renewalAt === null ? notAfter !== null && notAfter - now < soonMs : now - renewalAt > renewalMs;
  if (overdue) return 'not-renewed';
  const ready = conditions.find(({ type }) => type === 'Ready');
  return ready?.status === 'False' && ready.since !== null && now - ready.since > renewalMs ? 'not-ready' : null;
}

/** What we connect with ourselves. Tokens that a plugin renews end all the time: only one that has ended, and is still in use, is said. */
export function credentialProblems({ expiries, now }: ProblemFacts): readonly Finding[] {
  return expiries
    .filter(({ what, at }) => at <= now || (what !== 'token' && at - now < soonMs))
    .map(({ what, at }) =>
      finding('credential-expiring', at <= now ? 'broken' : 'attention', objectOfKind('', '', ''), {
        part: what,
        facts: { what, at },
        since: at <= now ? at : null,
      }),
    );
}
