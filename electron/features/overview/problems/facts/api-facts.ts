import { arrayOf, numberOf, objectOf, textOf } from '../../../../kube/json-fields.ts';
import type { Members } from '../../../../kube/json-members.ts';
import type { KubeObject, NamedProjection } from '../../../../kube/projection.ts';
import { type ConditionFacts, conditionFacts, conditionFactsMembers, factsProjection } from '../../facts-projection.ts';

/** An APIService as problems see it. */
export interface ApiServiceFacts {
  readonly group: string;
  readonly version: string;
  /** `namespace/name`; empty for what the API server serves itself. */
  readonly service: string;
  /** Available. */
  readonly conditions: readonly ConditionFacts[];
}

/** A webhook configuration: the webhooks of it that stop requests when nobody answers, and are served inside the cluster. */
export interface WebhookFacts {
  readonly webhooks: readonly GuardingWebhook[];
}

/** A webhook with failurePolicy Fail and a Service behind it. */
export interface GuardingWebhook {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  /** What it is asked about: `pods`, `deployments.apps`, `*`. */
  readonly resources: readonly string[];
}

/** APIServices to ApiServiceFacts. */
export const projectApiServiceFacts: NamedProjection = factsProjection(
  'apiservices',
  {
    spec: { group: true, version: true, service: { namespace: true, name: true } },
    status: { conditions: conditionFactsMembers },
  },
  (object): ApiServiceFacts => {
    const { group, version, service } = objectOf(object.spec);
    const { namespace, name } = objectOf(service);
    return {
      group: textOf(group),
      version: textOf(version),
      service: textOf(name) === '' ? '' : `${textOf(namespace)}/${textOf(name)}`,
      conditions: conditionFacts(objectOf(object.status), ['Available']),
    };
  },
);

const webhookMembers: Members = {
  webhooks: {
    name: true,
    failurePolicy: true,
    clientConfig: { service: { namespace: true, name: true, port: true } },
    rules: { apiGroups: true, resources: true },
  },
};

/** ValidatingWebhookConfigurations to WebhookFacts. */
export const projectValidatingFacts: NamedProjection = factsProjection('validatingwebhooks', webhookMembers, webhooksOf);
/** MutatingWebhookConfigurations to WebhookFacts. */
export const projectMutatingFacts: NamedProjection = factsProjection('mutatingwebhooks', webhookMembers, webhooksOf);

/** Resources of a webhook that are named in a row. */
const mostResources = 5;

function webhooksOf(object: KubeObject): WebhookFacts {
  const webhooks: GuardingWebhook[] = [];
  for (const item of arrayOf(object.webhooks)) {
    const { name, failurePolicy, clientConfig, rules } = objectOf(item);
    const { service } = objectOf(clientConfig);
    const { namespace, name: serviceName, port } = objectOf(service);
    // The API's default of v1 is Fail.
    if (failurePolicy === 'Ignore' || textOf(serviceName) === '') continue;
    webhooks.push({
      name: textOf(name),
      namespace: textOf(namespace),
      service: textOf(serviceName),
      port: numberOf(port, 443),
      resources: [...new Set(arrayOf(rules).flatMap(resourcesOf))].slice(0, mostResources),
    });
  }
  return { webhooks };
}

function resourcesOf(rule: unknown): readonly string[] {
  const { apiGroups, resources } = objectOf(rule);
  const group = textOf(arrayOf(apiGroups)[0]);
  return arrayOf(resources).map((resource) => (group === '' || group === '*' ? textOf(resource) : `${textOf(resource)}.${group}`));
}
