import type { QuotaUse } from '../../../../../shared/overview.ts';
import { type JsonObject, objectOf, textOf } from '../../../../kube/json-fields.ts';
import { quantityMilli } from '../../../../kube/quantity.ts';

/** Every line of a ResourceQuota, in the order of names, from its `status`. What was never counted is left out. */
export function useOfQuota(namespace: string, name: string, status: JsonObject): readonly QuotaUse[] {
  const hards = objectOf(status.hard);
  const useds = objectOf(status.used);
  return Object.keys(hards)
    .filter((resource) => resource in useds)
    .sort()
    .map((resource) => {
      const hard = textOf(hards[resource]);
      const used = textOf(useds[resource]);
      return { namespace, name, resource, used, hard, ratio: ratioOf(used, hard) };
    });
}

function ratioOf(used: string, hard: string): number | null {
  const most = quantityMilli(hard);
  const now = quantityMilli(used);
  return most === null || now === null || most <= 0 ? null : now / most;
}
