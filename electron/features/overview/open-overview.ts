import type { ClusterOverview } from '../../../shared/overview.ts';
import type { ProviderFinding } from '../../../shared/provider-finding.ts';
import type { Resources } from '../../../shared/row-facts.ts';
import type { Clock } from '../../kube/clock.ts';
import type { StreamHandler } from '../../kube/data-thread-host.ts';
import { LatestWriter } from '../../kube/latest-writer.ts';
import { detectProvider } from '../../kube/provider/detect-provider.ts';
import type { ProviderFacts } from '../../kube/provider/provider-facts.ts';
import { readJson } from '../../kube/read-json.ts';
import { BoardPlaces } from './board-places.ts';
import { ClusterBoard, nodesKey } from './cluster-board.ts';
import { LastValue } from './last-value.ts';
import { makeOverview } from './make-overview.ts';
import { overviewKinds } from './overview-kinds.ts';
import { BoardFindings } from './problems/board-findings.ts';
import type { Ask } from './problems/bounded-reader.ts';
import { providerNodeOfRow } from './provider-node-of-row.ts';
import { averageOf } from './usage/usage-history.ts';
import { usageOfSession } from './usage/usage-of-session.ts';
import { millicoresOf } from './usage/usage-quantity.ts';
import type { UsageSampler } from './usage/usage-sampler.ts';

/** What the main process says besides the context: the data thread knows no kubeconfig. */
export interface OverviewArguments {
  readonly contextId: string;
  readonly kubeconfig: ProviderFacts;
}

/** A card is read by a person: once a second is as fast as anyone does. In ms. */
const overviewEveryMs = 1_000;
/** While its lists are on their way it fills as they come, in ms. */
const readingEveryMs = 250;
/** Nodes that are looked at to tell whose they are: shares of a larger cluster are as right. */
const nodesForProvider = 500;

/** Serves `overview.watch`: the newest overview of the context, at most once a second, for as long as the stream is open. */
export function openOverview(clock: Clock): StreamHandler {
  return (session, args, write) => {
    const { kubeconfig } = args as OverviewArguments;
    const board: ClusterBoard = new ClusterBoard(
      overviewKinds,
      (query) => session.hold(query),
      clock,
      () => writer.changed(),
    );
    const usage = usageOfSession(session, clock);
    const ask: Ask = (path, signal) => readJson(session.lastingTransport, { path, purpose: 'call', signal });
    const findings = new BoardFindings(board, ask, clock, () => writer.changed());
    const places = new BoardPlaces(board);
    const average = new LastValue<ReturnType<typeof averageOf>>();
    const provider = new LastValue<ProviderFinding>();
    let toldWhole = false;
    const writer = new LatestWriter<ClusterOverview>({
      clock,
      // The first that is whole goes at once: somebody waits for it.
      everyMs: () => (toldWhole ? overviewEveryMs : board.reading ? readingEveryMs : 0),
      make: () => {
        toldWhole ||= !board.reading;
        const { version } = session;
        const finding = provider.get([version, board.revision(nodesKey)], () => findProvider(kubeconfig, version, board));
        return makeOverview(board, {
          now: clock.now(),
          version,
          provider: finding,
          places: places.look(finding.controlPlane.value, version),
          usage: usage.nodes,
          findings: findings.look({
            // Objects carry the times of the cluster's clocks.
            now: clock.now() + (session.lastingTransport.clockSkewMs ?? 0),
            credential: session.credential,
            usedOn: (node) => usedOn(usage, node),
            usedOnAverage: average.get([usage.nodes.samples.round], () => averageUse(usage)),
            poolOf: (node) => places.poolOf(node),
          }),
        });
      },
      write,
      onClose: () => {
        unsubscribe();
        findings.stop();
        board.stop();
      },
    });
    const unsubscribe = usage.subscribe(() => writer.changed());
    writer.changed();
    return writer;
  };
}

function findProvider(kubeconfig: ProviderFacts, version: string | null, board: ClusterBoard): ProviderFinding {
  const nodes = board.rows(nodesKey);
  return detectProvider({
    ...kubeconfig,
    ...(version === null ? {} : { version }),
    ...(nodes === null ? {} : { nodes: [...nodes].slice(0, nodesForProvider).flatMap((row) => providerNodeOfRow(row) ?? []) }),
  });
}

/** Of all nodes, over the session. */
function averageUse(usage: UsageSampler): ReturnType<typeof averageOf> {
  const sum = usage.nodeHistory.sum(() => true);
  return sum === null ? null : averageOf(sum);
}

function usedOn(usage: UsageSampler, node: string): Resources | null {
  const sample = usage.nodes.samples.get(node);
  return sample === null ? null : { cpu: millicoresOf(sample.nanocores), memory: sample.bytes };
}
