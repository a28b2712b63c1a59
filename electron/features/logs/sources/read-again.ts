import type { Stamp } from '../feed.ts';
import type { ContainerFacts } from '../follow/container-facts.ts';
import type { FollowerOptions } from '../follow/follower-options.ts';
import { logPath } from '../follow/log-path.ts';
import { LogReading } from '../follow/log-reading.ts';
import { Rejoin } from '../follow/rejoin.ts';
import { SeenLines } from '../follow/seen-lines.ts';
import { isBefore, sliceBatch } from './slice-batch.ts';

/** What is read once more: the lines of a container from one stamp to another, both included. */
export interface AgainOptions
  extends Pick<FollowerOptions, 'transport' | 'clock' | 'signal' | 'namespace' | 'pod' | 'container' | 'facts' | 'sink'> {
  readonly from: Stamp;
  readonly to: Stamp;
}

/** Why such a source ends: it is not its container that did. */
const doneReason = 'read again';

/**
 * Reads a span of a log once more, and ends. What the kubelet has rotated away meanwhile is told by a mark. Lines of the run before the present
 * one are read from there, while it is kept. Never rejects: failures are states.
 */
export async function readAgain(options: AgainOptions): Promise<void> {
  const { transport, clock, signal, namespace, pod, container, facts, sink, from, to } = options;
  const previous = isOfPreviousRun(facts, to);
  const over = new AbortController();
  let first: Stamp | null = null;
  sink.state({ state: 'connecting' });
  const reading = new LogReading({
    transport,
    clock,
    signal: AbortSignal.any([signal, over.signal]),
    path: logPath({ namespace, pod, container, previous, follow: false, since: { time: from.micros / 1000 }, tailLines: null }),
    last: true,
    rejoin: new Rejoin(new SeenLines(), 0),
    send: (batch) => {
      const lines = sliceBatch(batch, from, to);
      if (first === null && lines !== null) {
        first = { micros: lines.micros[0] ?? 0, nanos: lines.nanos[0] ?? 0 };
        if (isBefore(from, first)) sink.mark(from, { mark: 'dropped', count: null, why: 'rotated', again: false });
      }
      const last = { micros: batch.micros.at(-1) ?? 0, nanos: batch.nanos.at(-1) ?? 0 };
      const sent = lines === null ? undefined : sink.lines(lines);
      if (isBefore(to, last)) over.abort(new Error('all that was asked for has come'));
      return sent;
    },
    onOpen: () => sink.state({ state: 'following' }),
    onCaughtUp: () => Promise.resolve(true),
  });
  const { error } = await reading.run();
  if (signal.aborted) return;
  if (error !== null && !over.signal.aborted) {
    sink.state({ state: 'failed', error });
    return;
  }
  if (first === null) sink.mark(from, { mark: 'dropped', count: null, why: 'rotated', again: false });
  sink.state({ state: 'ended', reason: doneReason, exitCode: null, at: null });
}

/** The present run began after the last line that is wanted. Its beginning is told in whole seconds, rounded down. */
function isOfPreviousRun(facts: ContainerFacts, to: Stamp): boolean {
  return facts.startedAt !== null && facts.lastTerminated !== null && to.micros < facts.startedAt * 1000;
}
