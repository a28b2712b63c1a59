import type { CredentialDiagnostics } from '../../../../shared/diagnostics.ts';
import { type ClusterOverview, type Expiry, mostProblems } from '../../../../shared/overview.ts';
import type { Problem, Severity } from '../../../../shared/problem.ts';
import type { Row } from '../../../../shared/row.ts';
import type { Clock } from '../../../kube/clock.ts';
import { type CapacityInput, planCapacity } from '../capacity/plan-capacity.ts';
import { type ClusterBoard, nodesKey, podsKey } from '../cluster-board.ts';
import { poolKinds } from '../provider/pool-kinds.ts';
import { asOf } from './as-of.ts';
import type { Ask } from './bounded-reader.ts';
import { ChangeFinder } from './changes/change-finder.ts';
import { ProblemFinder } from './problem-finder.ts';
import { factsOf, type RowsByKey } from './problem-kinds.ts';
import { countWarnings } from './warning-index.ts';

/** What of an overview is found by rules. */
export type Findings = Pick<
  ClusterOverview,
  'deployments' | 'warnings' | 'expiries' | 'problems' | 'problemCounts' | 'changes' | 'capacity'
>;

/** What the board does not know. */
export interface FindingsInput extends Pick<CapacityInput, 'usedOn' | 'usedOnAverage' | 'poolOf'> {
  /** ms since the epoch. */
  readonly now: number;
  /** What we connect with; null before it is known. */
  readonly credential: CredentialDiagnostics | null;
}

/** Problems, changes and capacity of the cluster that a board holds. `onChange` is called when looking again would find something else although no list changed. */
export class BoardFindings {
  readonly #board: ClusterBoard;
  readonly #problems: ProblemFinder;
  readonly #changes: ChangeFinder;

  constructor(board: ClusterBoard, ask: Ask, clock: Clock, onChange: () => void) {
    this.#board = board;
    this.#problems = new ProblemFinder(ask, clock, onChange);
    this.#changes = new ChangeFinder(ask, clock, onChange);
  }

  /** What there is to say now. */
  look(input: FindingsInput): Findings {
    const { now, credential } = input;
    const board = this.#board;
    const rows: RowsByKey = (key) => board.rows(key);
    const nodes = listOf(board.rows(nodesKey));
    const knowsPods = board.knows(podsKey);
    const capacity = nodes === null || !knowsPods ? null : capacityOf(board, nodes, rows, input);
    const expiries = expiriesOf(credential);
    const sources = ofProblems(board.sources);
    const problems = this.#problems.find({
      now: asOf(sources[podsKey], now),
      pods: knowsPods ? [...board.pods.troubled()] : null,
      sizeOfWorkload: (key) => board.pods.sizeOfWorkload(key),
      podsOnNode: (node) => board.pods.requestedOn(node).pods,
      nodes,
      rows,
      sources,
      expiries,
      largestFit: capacity?.largestFit ?? null,
    });
    return {
      deployments: countDeployments(rows),
      warnings: countWarnings(rows, now),
      expiries,
      problems: problems.slice(0, mostProblems),
      problemCounts: countAlarms(problems),
      changes: this.#changes.find({ now, nodes, rows }),
      capacity,
    };
  }

  stop(): void {
    this.#problems.stop();
    this.#changes.stop();
  }
}

function capacityOf(board: ClusterBoard, nodes: readonly Row[], rows: RowsByKey, input: FindingsInput) {
  const { usedOn, usedOnAverage, poolOf } = input;
  return planCapacity({
    ...{ nodes, rows, usedOn, usedOnAverage, poolOf },
    requestedOn: (node) => board.pods.requestedOn(node),
    podsWithoutRequests: board.pods.withoutRequests,
  });
}

function listOf(rows: Iterable<Row> | null): readonly Row[] | null {
  return rows === null ? null : [...rows];
}

function countDeployments(rows: RowsByKey): Findings['deployments'] {
  if (rows('deployments.apps') === null) return null;
  const counts = { total: 0, ready: 0 };
  for (const [, { available, desired, terminating }] of factsOf(rows, 'deployments.apps')) {
    counts.total++;
    if (!terminating && available >= (desired ?? 0)) counts.ready++;
  }
  return counts;
}

/** What is expected is no alarm. */
function countAlarms(problems: readonly Problem[]): Record<Severity, number> {
  const counts = { broken: 0, attention: 0, unknown: 0 };
  for (const { severity, expected } of problems) if (expected === null) counts[severity]++;
  return counts;
}

function expiriesOf(credential: CredentialDiagnostics | null): readonly Expiry[] {
  if (credential === null || credential.expiresAt === null) return [];
  return [{ what: credential.kind === 'certificate' ? 'client-certificate' : 'token', at: credential.expiresAt }];
}

const poolKeys: ReadonlySet<string> = new Set(poolKinds.map(({ key }) => key));

/** Bounds of pools say themselves why they are unknown: that their objects may not be read is no problem that was not looked for. */
function ofProblems(sources: ClusterOverview['sources']): ClusterOverview['sources'] {
  return Object.fromEntries(Object.entries(sources).filter(([key]) => !poolKeys.has(key)));
}
