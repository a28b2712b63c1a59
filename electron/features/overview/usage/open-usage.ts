import type { UsageItem } from '../../../../shared/usage.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { StreamHandler } from '../../../kube/data-thread-host.ts';
import { LatestWriter } from '../../../kube/latest-writer.ts';
import { blindNodesOf } from './blind-nodes.ts';
import type { SampleSet } from './sample-set.ts';
import { usageOfSession } from './usage-of-session.ts';

/** Rounds are seconds apart; this only keeps a reader that is slow from being behind. In ms. */
const usageEveryMs = 500;

/** Serves `usage.watch`: all numbers of the newest round, for as long as the stream is open. */
export function openUsage(clock: Clock): StreamHandler {
  return (session, _args, write) => {
    const sampler = usageOfSession(session, clock);
    const nodes = new Unsent(sampler.nodes.samples);
    const pods = new Unsent(sampler.pods.samples);
    const writer = new LatestWriter<UsageItem>({
      clock,
      everyMs: usageEveryMs,
      make: () => ({
        nodeState: sampler.nodes.state,
        podState: sampler.pods.state,
        blind: blindNodesOf(session, sampler),
        nodes: nodes.take(),
        pods: pods.take(),
      }),
      write,
      onClose: () => unsubscribe(),
    });
    const unsubscribe = sampler.subscribe(() => writer.changed());
    writer.changed();
    return writer;
  };
}

/** What one reader has not been told of a set. */
class Unsent {
  readonly #set: SampleSet;
  #round = -1;

  constructor(set: SampleSet) {
    this.#set = set;
  }

  /** The columns, when there was a round since the last time. */
  take(): UsageItem['pods'] {
    const { round } = this.#set;
    if (round === this.#round || round === 0) return null;
    const columns = this.#set.columns(this.#round);
    this.#round = round;
    return columns;
  }
}
