import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import type { DrainRoom } from '../../../shared/drain-room.ts';
import type { Clock } from '../../kube/clock.ts';
import type { Transport } from '../../kube/transport.ts';
import { planDrain } from './plan-drain.ts';
import { readDrainFacts } from './read-drain-facts.ts';

/** Arguments of `nodes.planDrain` after the gate's parser. */
export interface DrainPlanArguments {
  readonly nodes: readonly string[];
  readonly options: DrainOptions;
}

/** Nothing is known of the nodes that remain. */
const roomNotJudged: DrainRoom = { fits: 'unknown', nodes: 0, closedNodes: 0, resources: [], pods: [], gaps: [] };

/** Reads what a drain would meet and plans it. Only reads. Rejects with RequestFailure as `readDrainFacts` does. */
export async function answerDrainPlan(
  transport: Transport,
  { nodes, options }: DrainPlanArguments,
  signal: AbortSignal,
  clock: Pick<Clock, 'now'>,
): Promise<DrainPlan> {
  const facts = await readDrainFacts(transport, nodes, options, signal);
  return { ...planDrain(facts, options, clock.now()), room: roomNotJudged };
}
