import { jobs } from '../../../shared/kinds/jobs.ts';
import { parseTime } from '../../../shared/parse-time.ts';
import type { DurationCell, Health, Row } from '../../../shared/row.ts';
import { conditionMembers, conditionStatus } from '../../kube/conditions.ts';
import { type JsonObject, numberOf, objectOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { selectorCell, selectorMembers } from '../../kube/label-text.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { containerImages, containerNames, templateMembers } from './pod-template.ts';

/** Jobs to rows, as printJob of the server prints them; cells follow `jobs.columns`. */
export const projectJobs: Projection = projectionOver(jobs.columns, reads(), projectJob);

function reads(): Members {
  return {
    spec: { completions: true, parallelism: true, selector: selectorMembers, template: templateMembers },
    status: { succeeded: true, failed: true, startTime: true, completionTime: true, conditions: conditionMembers },
  };
}

function projectJob(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const template = objectOf(spec.template);
  const createdAt = createdAtOf(object);
  const text = jobStatus(status, isTerminating(object));
  return rowOfObject(object, createdAt, jobHealth(text, status), [
    text,
    completions(spec, status),
    duration(status),
    createdAt,
    containerNames(template),
    containerImages(template),
    selectorCell(spec.selector),
  ]);
}

/** Conditions that name a Job's STATUS, the first that is True; deletion comes between the second and the third. */
function jobStatus(status: JsonObject, terminating: boolean): string {
  if (conditionStatus(status, 'Complete') === 'True') return 'Complete';
  if (conditionStatus(status, 'Failed') === 'True') return 'Failed';
  if (terminating) return 'Terminating';
  if (conditionStatus(status, 'Suspended') === 'True') return 'Suspended';
  if (conditionStatus(status, 'FailureTarget') === 'True') return 'FailureTarget';
  return conditionStatus(status, 'SuccessCriteriaMet') === 'True' ? 'SuccessCriteriaMet' : 'Running';
}

function completions(spec: JsonObject, status: JsonObject): string {
  const succeeded = numberOf(status.succeeded);
  if (typeof spec.completions === 'number') return `${succeeded}/${spec.completions}`;
  const parallelism = numberOf(spec.parallelism);
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration(status: JsonObject): DurationCell | null {
  const since = parseTime(status.startTime);
  return since === null ? null : { since, until: parseTime(status.completionTime) };
}

/*
 * Health of a Job: Complete: done; Failed, or about to fail (FailureTarget): broken; Suspended: progressing, somebody else decides
 * when (a queue, a person); running with failed pods behind it: attention; otherwise progressing.
 */
function jobHealth(text: string, status: JsonObject): Health {
  if (text === 'Complete') return 'done';
  if (text === 'Failed' || text === 'FailureTarget') return 'broken';
  return text === 'Running' && numberOf(status.failed) > 0 ? 'attention' : 'progressing';
}
