import type { ComponentBlind } from '../../../shared/cluster-component.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import type { ClusterOverview } from '../../../shared/overview.ts';
import type { ProviderFinding } from '../../../shared/provider-finding.ts';
import type { Row } from '../../../shared/row.ts';
import { type ClusterBoard, nodesKey } from './cluster-board.ts';
import { LastValue } from './last-value.ts';
import { type FactsKey, factsOf } from './problems/problem-kinds.ts';
import { findComponents } from './provider/find-components.ts';
import { planNodePools, poolKeyOfNode } from './provider/plan-node-pools.ts';
import type { PoolExtras, Reading } from './provider/plan-pool-bounds.ts';
import { planVersionSkew } from './provider/plan-version-skew.ts';
import { type AutoscalerReport, autoscalerKey, karpenterPoolsKey, ovhPoolsKey } from './provider/pool-kinds.ts';
import { poolNodeOfRow } from './provider/pool-node-of-row.ts';
import type { KarpenterPool, OvhPool } from './provider/pool-objects.ts';
import { type AutoscalerGroup, readAutoscalerStatus } from './provider/read-autoscaler-status.ts';

/** What of an overview is about the cluster itself: its nodes by pool, what makes it a cluster, and its versions. */
export type Places = Pick<ClusterOverview, 'pools' | 'components' | 'skew'>;

const workloadKeys = ['deployments.apps', 'daemonsets.apps', 'statefulsets.apps'] as const satisfies readonly FactsKey[];

/** Pools, components and skew of the cluster that a board holds, made anew only when the lists that they are made from changed. */
export class BoardPlaces {
  readonly #board: ClusterBoard;
  readonly #pools = new LastValue<Pick<Places, 'pools' | 'skew'>>();
  readonly #components = new LastValue<Places['components']>();
  #poolOf: ReadonlyMap<string, string> = new Map();

  constructor(board: ClusterBoard) {
    this.#board = board;
  }

  /** What there is to say now. */
  look(controlPlane: ProviderFinding['controlPlane']['value'], version: string | null): Places {
    const board = this.#board;
    const states = JSON.stringify([nodesKey, ovhPoolsKey, karpenterPoolsKey, autoscalerKey].map((key) => stateOf(board, key)));
    const revisions = [nodesKey, ovhPoolsKey, karpenterPoolsKey, autoscalerKey].map((key) => board.revision(key));
    const pools = this.#pools.get([controlPlane, version, states, ...revisions], () => this.#makePools(controlPlane, version));
    const blind = blindness(board);
    const components = this.#components.get([blind, ...workloadKeys.map((key) => board.revision(key))], () =>
      findComponents(
        workloadKeys.flatMap((key) => [...factsOf((each) => board.rows(each), key)].map(([, facts]) => facts)),
        blind,
      ),
    );
    return { ...pools, components };
  }

  /** `key` of the pool of a node; empty when it is of none, or not known. */
  poolOf(node: string): string {
    return this.#poolOf.get(node) ?? '';
  }

  #makePools(controlPlane: ProviderFinding['controlPlane']['value'], version: string | null): Pick<Places, 'pools' | 'skew'> {
    const rows = this.#board.rows(nodesKey);
    if (rows === null) return { pools: null, skew: null };
    const nodes = [...rows].flatMap((row) => poolNodeOfRow(row) ?? []);
    const extras: PoolExtras = {
      controlPlane,
      serverVersion: version,
      autoscaler: autoscalerOf(this.#board),
      ovhPools: readingOf<OvhPool>(this.#board, ovhPoolsKey),
      karpenterPools: readingOf<KarpenterPool>(this.#board, karpenterPoolsKey),
    };
    this.#poolOf = new Map(nodes.map((node) => [node.name, poolKeyOfNode(node, extras)]));
    return {
      pools: planNodePools(nodes, extras),
      skew: planVersionSkew(
        version,
        nodes.map(({ kubeletVersion }) => kubeletVersion),
      ),
    };
  }
}

/** What the rows of a list carry, or why it cannot be read. */
function readingOf<Facts>(board: ClusterBoard, key: string): Reading<readonly Facts[]> {
  const rows: Iterable<Row> | null = board.rows(key);
  if (rows !== null) return { state: 'read', value: [...rows].flatMap(({ facts }) => (facts === undefined ? [] : [facts as Facts])) };
  const state = board.sources[key];
  if (state?.state === 'forbidden') return { state: 'forbidden' };
  return { state: isNotServed(state) ? 'absent' : 'not-read' };
}

function autoscalerOf(board: ClusterBoard): Reading<readonly AutoscalerGroup[]> {
  const reading = readingOf<AutoscalerReport>(board, autoscalerKey);
  if (reading.state !== 'read') return reading;
  const [report] = reading.value;
  if (report === undefined) return { state: 'absent' };
  const groups = readAutoscalerStatus(report.status);
  return groups === null ? { state: 'unreadable' } : { state: 'read', value: groups };
}

function isNotServed(state: Freshness | undefined): boolean {
  return state !== undefined && 'error' in state && state.error?.kind === 'unsupported';
}

function stateOf(board: ClusterBoard, key: string): string {
  return board.knows(key) ? 'known' : (board.sources[key]?.state ?? '');
}

/** Why no component that was not found may be called absent; null when all workloads were looked through. */
function blindness(board: ClusterBoard): ComponentBlind | null {
  const { sources } = board;
  let blind: ComponentBlind | null = null;
  for (const key of workloadKeys) {
    const state = sources[key];
    if (state?.state === 'forbidden' || (state?.state === 'live' && state.partial !== null)) return 'forbidden';
    if (!board.knows(key)) blind = state !== undefined && 'error' in state ? 'failed' : (blind ?? 'not-read');
  }
  return blind;
}
