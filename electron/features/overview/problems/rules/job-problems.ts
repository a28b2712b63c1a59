import type { Row } from '../../../../../shared/row.ts';
import type { JobFacts } from '../facts/job-facts.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';
import { factsOf } from '../problem-kinds.ts';

type Run = readonly [row: Row, job: JobFacts];

/** Jobs that failed, and CronJobs whose last runs did. A run of a CronJob is the CronJob's; one that went well since then makes good what was before. */
export function jobProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  const runs = new Map<string, Run[]>();
  for (const run of factsOf(facts.rows, 'jobs.batch')) {
    const [row, job] = run;
    if (job.owner?.[0] === 'CronJob') {
      const key = `${row.namespace}/${job.owner[1]}`;
      const others = runs.get(key);
      if (others === undefined) runs.set(key, [run]);
      else others.push(run);
    } else if (job.state === 'failed') {
      found.push(
        finding('job-failed', 'attention', objectOfKind('Job', row.namespace, row.name), {
          since: job.at,
          message: job.message,
          facts: known({ reason: job.reason, failed: job.failed === 0 ? null : job.failed }),
        }),
      );
    }
  }
  for (const [row, cronJob] of factsOf(facts.rows, 'cronjobs.batch')) {
    if (cronJob.suspended) continue;
    const failed = failedInARow(runs.get(`${row.namespace}/${row.name}`) ?? []);
    const [last] = failed;
    const first = failed.at(-1);
    if (last === undefined || first === undefined) continue;
    // Its Jobs are kept by failedJobsHistoryLimit, so a success may be forgotten that came after.
    if (cronJob.lastSucceededAt !== null && cronJob.lastSucceededAt > (last[1].at ?? 0)) continue;
    found.push(
      finding('cron-job-failing', 'attention', objectOfKind('CronJob', row.namespace, row.name), {
        since: first[1].at,
        message: last[1].message,
        facts: known({
          runs: failed.length,
          reason: last[1].reason,
          lastJob: last[0].name,
          lastSucceededAt: cronJob.lastSucceededAt,
        }),
      }),
    );
  }
  return found;
}

/** The runs since the last one that went well, the newest first; runs that are not over say nothing yet. */
function failedInARow(runs: readonly Run[]): readonly Run[] {
  const ended = runs.filter(([, { at }]) => at !== null).sort(([a, x], [b, y]) => (y.at ?? 0) - (x.at ?? 0) || (a.name < b.name ? 1 : -1));
  const good = ended.findIndex(([, { state }]) => state === 'complete');
  return (good === -1 ? ended : ended.slice(0, good)).filter(([, { state }]) => state === 'failed');
}
