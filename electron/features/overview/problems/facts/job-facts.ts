import { parseTime } from '../../../../../shared/parse-time.ts';
import { findCondition } from '../../../../kube/conditions.ts';
import { controllerMembers, controllerOf } from '../../../../kube/controller-of.ts';
import { arrayOf, numberOf, objectOf, textOf } from '../../../../kube/json-fields.ts';
import type { NamedProjection } from '../../../../kube/projection.ts';
import { conditionFactsMembers, factsProjection, shortText } from '../../facts-projection.ts';

/** A Job as problems see it. */
export interface JobFacts {
  readonly owner: readonly [kind: string, name: string] | null;
  readonly state: 'failed' | 'complete' | 'suspended' | 'running';
  /** When it came into that state, ms since the epoch; null while it runs. */
  readonly at: number | null;
  /** Of condition Failed: `BackoffLimitExceeded`, `DeadlineExceeded`, `PodFailurePolicy`…; else empty. */
  readonly reason: string;
  readonly message: string;
  readonly failed: number;
  readonly succeeded: number;
  readonly active: number;
}

/** A CronJob as problems see it. */
export interface CronJobFacts {
  readonly schedule: string;
  readonly suspended: boolean;
  /** ms since the epoch; null when it never was. */
  readonly lastScheduledAt: number | null;
  readonly lastSucceededAt: number | null;
  readonly active: number;
}

/** Jobs to JobFacts. */
export const projectJobFacts: NamedProjection = factsProjection(
  'jobs',
  {
    metadata: controllerMembers,
    spec: { suspend: true },
    status: { active: true, succeeded: true, failed: true, conditions: conditionFactsMembers },
  },
  (object): JobFacts => {
    const status = objectOf(object.status);
    const failure = findCondition(status, 'Failed');
    const complete = findCondition(status, 'Complete');
    const failed = failure?.status === 'True';
    const ended = failed ? failure : complete?.status === 'True' ? complete : null;
    const suspended = objectOf(object.spec).suspend === true;
    return {
      owner: controllerOf(object),
      state: ended === null ? (suspended ? 'suspended' : 'running') : failed ? 'failed' : 'complete',
      at: parseTime(ended?.lastTransitionTime),
      reason: failed ? textOf(failure.reason) : '',
      message: failed ? shortText(failure.message) : '',
      failed: numberOf(status.failed),
      succeeded: numberOf(status.succeeded),
      active: numberOf(status.active),
    };
  },
);

/** CronJobs to CronJobFacts. */
export const projectCronJobFacts: NamedProjection = factsProjection(
  'cronjobs',
  { spec: { schedule: true, suspend: true }, status: { active: { name: true }, lastScheduleTime: true, lastSuccessfulTime: true } },
  (object): CronJobFacts => {
    const spec = objectOf(object.spec);
    const status = objectOf(object.status);
    return {
      schedule: textOf(spec.schedule),
      suspended: spec.suspend === true,
      lastScheduledAt: parseTime(status.lastScheduleTime),
      lastSucceededAt: parseTime(status.lastSuccessfulTime),
      active: arrayOf(status.active).length,
    };
  },
);
