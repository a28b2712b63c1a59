import type { ClusterOverview, Fill } from '../../../shared/overview.ts';
import type { ProviderFinding } from '../../../shared/provider-finding.ts';
import type { Row } from '../../../shared/row.ts';
import type { Places } from './board-places.ts';
import { type ClusterBoard, nodesKey, podsKey } from './cluster-board.ts';
import { allocatableOf, countNodes } from './count-nodes.ts';
import type { Findings } from './problems/board-findings.ts';
import type { SamplePoll } from './usage/sample-poll.ts';
import { millicoresOf } from './usage/usage-quantity.ts';

/** What an overview says beside its lists. */
export interface OverviewFacts {
  /** ms since the epoch. */
  readonly now: number;
  readonly version: string | null;
  readonly provider: ProviderFinding;
  readonly usage: SamplePoll;
  /** Problems, changes and capacity. */
  readonly findings: Findings;
  /** Pools, components and version skew. */
  readonly places: Places;
}

/** Puts an overview together from what the board knows now. Pure but for reading the board. */
export function makeOverview(board: ClusterBoard, facts: OverviewFacts): ClusterOverview {
  const nodes = board.rows(nodesKey);
  const nodeRows: readonly Row[] | null = nodes === null ? null : [...nodes];
  const allocatable = nodeRows === null ? null : allocatableOf(nodeRows);
  const requested = board.knows(podsKey) ? board.pods.requested : null;
  const { total } = facts.usage.samples;
  const used = total === null ? null : { cpu: millicoresOf(total.nanocores), memory: total.bytes };
  const fill = (what: 'cpu' | 'memory', limits: number | null): Fill => ({
    used: used?.[what] ?? null,
    requested: requested?.[what] ?? null,
    limits,
    allocatable: allocatable?.[what] ?? null,
  });
  return {
    at: facts.now,
    sources: board.sources,
    provider: facts.provider,
    version: facts.version,
    nodes: nodeRows === null ? null : countNodes(nodeRows),
    pods: board.knows(podsKey) ? board.pods.counts : null,
    cpu: fill('cpu', requested?.limitCpu ?? null),
    memory: fill('memory', requested?.limitMemory ?? null),
    podRoom: { used: requested?.pods ?? null, requested: requested?.pods ?? null, limits: null, allocatable: allocatable?.pods ?? null },
    usage: facts.usage.state,
    measuredNodes: total === null ? null : facts.usage.samples.size,
    ...facts.places,
    ...facts.findings,
  };
}
