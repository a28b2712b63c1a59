import { ClusterBoard, nodesKey, podsKey } from '../../../../electron/features/overview/cluster-board.ts';
import type { openOverview } from '../../../../electron/features/overview/open-overview.ts';
import { overviewKinds } from '../../../../electron/features/overview/overview-kinds.ts';
import { BoardFindings } from '../../../../electron/features/overview/problems/board-findings.ts';
import { systemClock } from '../../../../electron/kube/clock.ts';
import { LatestWriter } from '../../../../electron/kube/latest-writer.ts';
import { readJson } from '../../../../electron/kube/read-json.ts';

/**
 * Serves what is found in a cluster as an overview does, for rules whose clock is ahead: they give everything minutes to come right by itself, which no test can wait for.
 * Only findings are in it, and `pods` and `nodes` as whether they are known.
 */
export function findingsAhead(aheadMs: number): ReturnType<typeof openOverview> {
  return (session, _args, write) => {
    const board: ClusterBoard = new ClusterBoard(
      overviewKinds,
      (query) => session.hold(query),
      systemClock,
      () => writer.changed(),
    );
    const findings = new BoardFindings(
      board,
      (path, signal) => readJson(session.lastingTransport, { path, purpose: 'call', signal }),
      systemClock,
      () => writer.changed(),
    );
    const writer = new LatestWriter<object>({
      clock: systemClock,
      everyMs: 100,
      make: () => ({
        pods: board.knows(podsKey) ? board.pods.counts : null,
        nodes: board.rows(nodesKey) === null ? null : {},
        ...findings.look({
          now: systemClock.now() + aheadMs,
          credential: session.credential,
          usedOn: () => null,
          usedOnAverage: null,
          poolOf: () => '',
        }),
      }),
      write,
      onClose: () => {
        findings.stop();
        board.stop();
      },
    });
    writer.changed();
    return writer;
  };
}
