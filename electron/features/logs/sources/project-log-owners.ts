import type { Row } from '../../../../shared/row.ts';
import { arrayOf, objectOf, textOf } from '../../../kube/json-fields.ts';
import type { KubeObject, NamedProjection } from '../../../kube/projection.ts';
import { createdAtOf, rowOfObject } from '../../../kube/row-of-object.ts';
import { type WorkloadSelector, workloadSelector } from './workload-selector.ts';

/** What is read of an object whose pods' logs are wanted. */
export interface LogWorkload {
  readonly uid: string;
  readonly selector: WorkloadSelector;
}

/** What is read of a Job: who made it. */
export interface LogJob {
  readonly uid: string;
  readonly owners: readonly string[];
}

const columns: NamedProjection['columns'] = [{ id: 'facts', name: 'FACTS', type: 'text', priority: 0, description: '' }];

/** One object of any kind to a LogWorkload, in one cell as JSON text. Reads it whole: selectors of custom resources may be anywhere. */
export const projectLogWorkload: NamedProjection = {
  name: 'log-workload',
  columns,
  project: (object) => rowOfFacts(object, logWorkloadOf(object)),
};

/** Jobs to LogJobs, in one cell as JSON text. */
export const projectLogJobs: NamedProjection = {
  name: 'log-jobs',
  columns,
  reads: { metadata: { ownerReferences: { uid: true } } },
  project: (object) => {
    const metadata = objectOf(objectOf(object).metadata);
    const job: LogJob = {
      uid: textOf(metadata.uid),
      owners: arrayOf(metadata.ownerReferences).map((owner) => textOf(objectOf(owner).uid)),
    };
    return rowOfFacts(object, job);
  },
};

/** What is read of an object as `get` answers it. */
export function logWorkloadOf(object: unknown): LogWorkload {
  return { uid: textOf(objectOf(objectOf(object).metadata).uid), selector: workloadSelector(objectOf(object)) };
}

function rowOfFacts(object: KubeObject, facts: LogWorkload | LogJob): Row {
  const fields = objectOf(object);
  return rowOfObject(fields, createdAtOf(fields), 'unknown', [JSON.stringify(facts)]);
}
