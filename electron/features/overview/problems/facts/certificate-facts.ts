import { parseTime } from '../../../../../shared/parse-time.ts';
import { arrayOf, numberOf, objectOf, textOf } from '../../../../kube/json-fields.ts';
import type { NamedProjection } from '../../../../kube/projection.ts';
import { type ConditionFacts, conditionFacts, conditionFactsMembers, factsProjection } from '../../facts-projection.ts';

/** A Certificate of cert-manager (cert-manager.io/v1) as problems see it. */
export interface CertificateFacts {
  readonly secret: string;
  /** Names it is for. */
  readonly hosts: number;
  /** ms since the epoch; null when it was never issued. */
  readonly notAfter: number | null;
  /** When cert-manager wants to renew it. */
  readonly renewalAt: number | null;
  /** Renewals in a row that failed. */
  readonly failures: number;
  /** Ready, Issuing. */
  readonly conditions: readonly ConditionFacts[];
}

/** Certificates to CertificateFacts. */
export const projectCertificateFacts: NamedProjection = factsProjection(
  'certificates',
  {
    spec: { secretName: true, dnsNames: true },
    status: { notAfter: true, renewalTime: true, failedIssuanceAttempts: true, conditions: conditionFactsMembers },
  },
  (object): CertificateFacts => {
    const spec = objectOf(object.spec);
    const status = objectOf(object.status);
    return {
      secret: textOf(spec.secretName),
      hosts: arrayOf(spec.dnsNames).length,
      notAfter: parseTime(status.notAfter),
      renewalAt: parseTime(status.renewalTime),
      failures: numberOf(status.failedIssuanceAttempts),
      conditions: conditionFacts(status, ['Ready', 'Issuing']),
    };
  },
);
