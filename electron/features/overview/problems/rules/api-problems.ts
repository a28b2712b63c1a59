import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';
import type { FactsKey } from '../problem-kinds.ts';
import { factsOf } from '../problem-kinds.ts';

/** APIServices that are not available: everything that lists all kinds, deleting a namespace among it, waits for them. */
export function apiServiceProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  for (const [row, api] of factsOf(facts.rows, 'apiservices.apiregistration.k8s.io')) {
    const down = api.conditions.find(({ type, status }) => type === 'Available' && status === 'False');
    if (down === undefined) continue;
    found.push(
      finding('api-service-down', 'broken', objectOfKind('APIService', '', row.name), {
        since: down.since,
        message: down.message,
        facts: known({ service: api.service, reason: down.reason }),
      }),
    );
  }
  return found;
}

const configurations = [
  ['validatingwebhookconfigurations.admissionregistration.k8s.io', 'ValidatingWebhookConfiguration'],
  ['mutatingwebhookconfigurations.admissionregistration.k8s.io', 'MutatingWebhookConfiguration'],
] as const satisfies readonly (readonly [FactsKey, string])[];

/** `namespace/name` of every Service that a webhook with failurePolicy Fail is asked at. */
export function guardingServices(facts: Pick<ProblemFacts, 'rows'>): ReadonlySet<string> {
  const services = new Set<string>();
  for (const [key] of configurations)
    for (const [, { webhooks }] of factsOf(facts.rows, key))
      for (const { namespace, service } of webhooks) services.add(`${namespace}/${service}`);
  return services;
}

/** Webhooks that stop what they are asked about (failurePolicy Fail), and nobody answers for: no Service, or no ready endpoint behind it. */
export function webhookProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  for (const [key, kind] of configurations) {
    for (const [row, { webhooks }] of factsOf(facts.rows, key)) {
      for (const { name, namespace, service, resources } of webhooks) {
        const endpoints = facts.endpoints.get(`${namespace}/${service}`);
        if (endpoints === undefined || endpoints === 'ready') continue;
        found.push(
          finding('webhook-without-endpoint', 'broken', objectOfKind(kind, '', row.name), {
            part: name,
            facts: known({
              webhook: name,
              service: `${namespace}/${service}`,
              why: endpoints === 'none' ? 'no-endpoints' : 'no-service',
              resources: resources.join(', '),
            }),
          }),
        );
      }
    }
  }
  return found;
}
