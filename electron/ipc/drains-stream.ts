import type { DrainRun, DrainsItem } from '../../shared/drain-run.ts';
import { initialCredit } from '../../shared/wire.ts';
import type { Clock } from '../kube/clock.ts';
import { type OpenStream, streamEventText } from './command-bus.ts';

/** At most one message in this time, in ms: a drain of hundreds of pods costs a page at most twenty renders a second. */
const messageEveryMs = 50;

/**
 * Writes `nodes.drains`: all runs first, then each run that changed, whole. Between two messages, and while the page grants no credit, only
 * the newest state of each run is kept. Nothing is written after `close`.
 */
export function openDrainsStream(
  watch: (listener: (item: DrainsItem) => void) => () => void,
  write: (event: string) => void,
  clock: Clock,
): OpenStream {
  let credit = initialCredit;
  let all: readonly DrainRun[] | null = null;
  /** By id; null = forgotten. */
  const changed = new Map<string, DrainRun | null>();
  let cancel: (() => void) | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;

  const post = (items: DrainsItem) => {
    credit--;
    lastAt = clock.monotonic();
    write(streamEventText<'nodes.drains'>({ type: 'items', items }));
  };
  const flush = () => {
    cancel = null;
    const [first] = changed;
    if (all !== null) {
      const runs = all;
      all = null;
      post({ type: 'runs', runs });
    } else if (first !== undefined) {
      const [id, run] = first;
      changed.delete(id);
      post(run === null ? { type: 'forgotten', run: id } : { type: 'run', run });
    }
    soon();
  };
  const soon = () => {
    if (cancel !== null || credit <= 0 || (all === null && changed.size === 0)) return;
    const wait = lastAt + messageEveryMs - clock.monotonic();
    if (wait <= 0) flush();
    else cancel = clock.after(wait, flush);
  };

  const stop = watch((item) => {
    if (item.type === 'runs') {
      all = item.runs;
      changed.clear();
    } else if (item.type === 'run') changed.set(item.run.id, item.run);
    else changed.set(item.run, null);
    soon();
  });
  return {
    credit: (count) => {
      credit += count;
      soon();
    },
    close: () => {
      cancel?.();
      stop();
    },
  };
}
