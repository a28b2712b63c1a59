import { age, containers, formatLabelSelector, formatMap, orText, type Printer, template } from './cell-text.ts';
import { ageSince, humanDuration } from './human-duration.ts';
import type { KubeObject } from './kube-object.ts';
import { at, listAt, mapAt, numberAt, textAt } from './kube-object.ts';

const job: Printer = (object, now) => {
  const is = (type: string): boolean =>
    listAt(object, 'status', 'conditions').some((c) => textAt(c, 'type') === type && textAt(c, 'status') === 'True');
  const status =
    ['Complete', 'Failed'].find(is) ??
    (object.metadata.deletionTimestamp ? 'Terminating' : (['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(is) ?? 'Running'));
  const completions = at(object, 'spec', 'completions');
  const parallelism = numberAt(object, 'spec', 'parallelism');
  const succeeded = numberAt(object, 'status', 'succeeded');
  const started = textAt(object, 'status', 'startTime');
  const completed = textAt(object, 'status', 'completionTime');
  return [
    object.metadata.name,
    status,
    typeof completions === 'number'
      ? `${succeeded}/${completions}`
      : parallelism > 1
        ? `${succeeded}/1 of ${parallelism}`
        : `${succeeded}/1`,
    started === '' ? '' : humanDuration((completed === '' ? now : Date.parse(completed)) - Date.parse(started)),
    age(object, now),
    ...containers(object, ...template),
    formatLabelSelector(at(object, 'spec', 'selector')),
  ];
};

const hpaTargets = (object: KubeObject): string => {
  const metrics = listAt(object, 'spec', 'metrics').map((metric, index) => {
    const current = at(object, 'status', 'currentMetrics', index, 'resource', 'current', 'averageUtilization');
    const target = at(metric, 'resource', 'target', 'averageUtilization');
    return `${textAt(metric, 'resource', 'name')}: ${typeof current === 'number' ? `${current}%` : '<unknown>'}/${typeof target === 'number' ? `${target}%` : '<auto>'}`;
  });
  if (metrics.length === 0) return '<none>';
  return metrics.length > 2 ? `${metrics.slice(0, 2).join(', ')} + ${metrics.length - 2} more...` : metrics.join(', ');
};

/** Printers of what makes pods, by resource key. */
export const WORKLOAD_PRINTERS: Readonly<Record<string, Printer>> = {
  'deployments.apps': (o, now) => [
    o.metadata.name,
    `${numberAt(o, 'status', 'readyReplicas')}/${numberAt(o, 'spec', 'replicas')}`,
    numberAt(o, 'status', 'updatedReplicas'),
    numberAt(o, 'status', 'availableReplicas'),
    age(o, now),
    ...containers(o, ...template),
    formatLabelSelector(at(o, 'spec', 'selector')),
  ],
  'replicasets.apps': (o, now) => [
    o.metadata.name,
    numberAt(o, 'spec', 'replicas'),
    numberAt(o, 'status', 'replicas'),
    numberAt(o, 'status', 'readyReplicas'),
    age(o, now),
    ...containers(o, ...template),
    formatLabelSelector(at(o, 'spec', 'selector')),
  ],
  'statefulsets.apps': (o, now) => [
    o.metadata.name,
    `${numberAt(o, 'status', 'readyReplicas')}/${numberAt(o, 'spec', 'replicas')}`,
    age(o, now),
    ...containers(o, ...template),
  ],
  'daemonsets.apps': (o, now) => [
    o.metadata.name,
    numberAt(o, 'status', 'desiredNumberScheduled'),
    numberAt(o, 'status', 'currentNumberScheduled'),
    numberAt(o, 'status', 'numberReady'),
    numberAt(o, 'status', 'updatedNumberScheduled'),
    numberAt(o, 'status', 'numberAvailable'),
    formatMap(mapAt(o, ...template, 'nodeSelector')),
    age(o, now),
    ...containers(o, ...template),
    formatLabelSelector(at(o, 'spec', 'selector')),
  ],
  'controllerrevisions.apps': (o, now) => [
    o.metadata.name,
    `${textAt(o.metadata, 'ownerReferences', 0, 'kind').toLowerCase()}.apps/${textAt(o.metadata, 'ownerReferences', 0, 'name')}`,
    numberAt(o, 'revision'),
    age(o, now),
  ],
  'jobs.batch': job,
  'cronjobs.batch': (o, now) => [
    o.metadata.name,
    textAt(o, 'spec', 'schedule'),
    orText(at(o, 'spec', 'timeZone'), '<none>'),
    at(o, 'spec', 'suspend') === true ? 'True' : 'False',
    listAt(o, 'status', 'active').length,
    textAt(o, 'status', 'lastScheduleTime') === '' ? '<none>' : ageSince(at(o, 'status', 'lastScheduleTime'), now),
    age(o, now),
    ...containers(o, 'spec', 'jobTemplate', ...template),
    formatLabelSelector(at(o, 'spec', 'jobTemplate', 'spec', 'selector')),
  ],
  'horizontalpodautoscalers.autoscaling': (o, now) => [
    o.metadata.name,
    `${textAt(o, 'spec', 'scaleTargetRef', 'kind')}/${textAt(o, 'spec', 'scaleTargetRef', 'name')}`,
    hpaTargets(o),
    orText(at(o, 'spec', 'minReplicas'), '<unset>'),
    numberAt(o, 'spec', 'maxReplicas'),
    numberAt(o, 'status', 'currentReplicas'),
    age(o, now),
  ],
  'poddisruptionbudgets.policy': (o, now) => [
    o.metadata.name,
    orText(at(o, 'spec', 'minAvailable'), 'N/A'),
    orText(at(o, 'spec', 'maxUnavailable'), 'N/A'),
    numberAt(o, 'status', 'disruptionsAllowed'),
    age(o, now),
  ],
};
