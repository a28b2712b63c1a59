import { type ClusterError, failure, type Result } from '../../../../shared/cluster-error.ts';
import type { DrainRun, DrainsItem } from '../../../../shared/drain-run.ts';

/** All drains that this machine started and has not forgotten. */
export class DrainRuns {
  readonly #runs = new Map<string, DrainRun>();

  start(): Result<{ readonly run: string }> {
    return failure({ kind: 'unsupported', what: 'drain', message: 'drains cannot be started yet' });
  }

  command(run: string): Result<null> {
    return failure(noSuchRun(run));
  }

  /** Tells all runs at once, then what changes; until the returned function is called. */
  watch(listener: (item: DrainsItem) => void): () => void {
    listener({ type: 'runs', runs: [...this.#runs.values()] });
    return () => undefined;
  }
}

function noSuchRun(run: string): ClusterError {
  return { kind: 'unsupported', what: 'drain', message: `there is no drain "${run}" any more` };
}
