import { cronJobs } from '../../../shared/kinds/cron-jobs.ts';
import { parseTime } from '../../../shared/parse-time.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { selectorCell, selectorMembers } from '../../kube/label-text.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { containerImages, containerNames, templateMembers } from './pod-template.ts';

/** CronJobs to rows, as printCronJob of the server prints them; cells follow `cronJobs.columns`. */
export const projectCronJobs: Projection = projectionOver(cronJobs.columns, reads(), projectCronJob);

function reads(): Members {
  return {
    spec: {
      schedule: true,
      timeZone: true,
      suspend: true,
      jobTemplate: { spec: { selector: selectorMembers, template: templateMembers } },
    },
    status: { active: { name: true }, lastScheduleTime: true, lastSuccessfulTime: true },
  };
}

function projectCronJob(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const jobSpec = objectOf(objectOf(spec.jobTemplate).spec);
  const template = objectOf(jobSpec.template);
  const createdAt = createdAtOf(object);
  const lastScheduledAt = parseTime(status.lastScheduleTime);
  return rowOfObject(object, createdAt, cronJobHealth(isTerminating(object), spec, status, lastScheduledAt), [
    textOf(spec.schedule),
    typeof spec.timeZone === 'string' ? spec.timeZone : null,
    suspendText(spec.suspend),
    arrayOf(status.active).length,
    // Never scheduled is `<none>`, not the `<unknown>` of an age nobody knows.
    lastScheduledAt ?? '<none>',
    createdAt,
    containerNames(template),
    containerImages(template),
    selectorCell(jobSpec.selector),
  ]);
}

/** printBoolPtr of the server's printers. */
function suspendText(suspend: unknown): string {
  if (typeof suspend !== 'boolean') return '<unset>';
  return suspend ? 'True' : 'False';
}

/*
 * Health of a CronJob: being deleted, or a run is active: progressing; suspended: done, nothing is asked of it; never run: unknown;
 * its latest run succeeded: ok; it ended otherwise: attention.
 */
function cronJobHealth(terminating: boolean, spec: JsonObject, status: JsonObject, lastScheduledAt: number | null): Health {
  if (terminating || arrayOf(status.active).length > 0) return 'progressing';
  if (spec.suspend === true) return 'done';
  if (lastScheduledAt === null) return 'unknown';
  const lastSuccessAt = parseTime(status.lastSuccessfulTime);
  return lastSuccessAt !== null && lastSuccessAt >= lastScheduledAt ? 'ok' : 'attention';
}
