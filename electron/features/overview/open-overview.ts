import type { ClusterOverview } from '../../../shared/overview.ts';
import type { Clock } from '../../kube/clock.ts';
import type { ContextSession } from '../../kube/context-session.ts';
import type { StreamServer } from '../../kube/data-thread-host.ts';
import { LatestWriter } from '../../kube/latest-writer.ts';
import { ClusterBoard } from './cluster-board.ts';
import { makeOverview } from './make-overview.ts';
import { overviewKinds } from './overview-kinds.ts';

/** A card is read by a person: once a second is as fast as anyone does. In ms. */
const overviewEveryMs = 1_000;

/** Serves `overview.watch`: the newest overview of the context, at most once a second, for as long as the stream is open. */
export function openOverview(clock: Clock): (session: ContextSession, args: unknown, write: (event: string) => void) => StreamServer {
  return (session, _args, write) => {
    const board: ClusterBoard = new ClusterBoard(
      overviewKinds,
      (query) => session.hold(query),
      clock,
      () => writer.changed(),
    );
    const writer = new LatestWriter<ClusterOverview>({
      clock,
      everyMs: overviewEveryMs,
      make: () =>
        makeOverview(board, {
          now: clock.now(),
          version: session.version,
          usage: { state: 'waiting', since: clock.now() },
          used: null,
        }),
      write,
      onClose: () => board.stop(),
    });
    writer.changed();
    return writer;
  };
}
