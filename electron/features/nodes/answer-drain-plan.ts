import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import type { Clock } from '../../kube/clock.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import type { Transport } from '../../kube/transport.ts';
import { type DrainOutcome, planDrain } from './plan-drain.ts';
import { readDrainFacts } from './read-drain-facts.ts';
import { type MovingPod, planCapacity, type RoomFacts, unknownRoom } from './room/plan-capacity.ts';
import { readRoomFacts } from './room/read-room-facts.ts';

/** Arguments of `nodes.planDrain` after the gate's parser. */
export interface DrainPlanArguments {
  readonly nodes: readonly string[];
  readonly options: DrainOptions;
}

/** Reads what a drain would meet and plans it. Only reads. Rejects with RequestFailure as `readDrainFacts` does. */
export async function answerDrainPlan(
  transport: Transport,
  { nodes, options }: DrainPlanArguments,
  signal: AbortSignal,
  clock: Pick<Clock, 'now'>,
): Promise<DrainPlan> {
  const [facts, room] = await Promise.all([
    readDrainFacts(transport, nodes, options, signal),
    readRoomFacts(transport, nodes, signal).catch(failureOf),
  ]);
  const outcome = planDrain(facts, options, clock.now());
  const names = outcome.nodes.map(({ name }) => name);
  return { ...outcome, room: room instanceof RequestFailure ? unknownRoom(room.error) : planCapacity(room, names, movingPods(outcome)) };
}

/** Nodes or pods of the cluster could not be listed: the plan of the chosen ones is told all the same. */
function failureOf(thrown: unknown): RequestFailure | RoomFacts {
  if (thrown instanceof RequestFailure) return thrown;
  throw thrown;
}

/** Pods that are removed and created again, in order. Those that are being deleted already have been replaced, or will be without the drain. */
function movingPods({ nodes }: DrainOutcome): readonly MovingPod[] {
  return nodes.flatMap(({ name, pods }) =>
    pods
      .filter(({ verdict, phase, notes }) => {
        if (!verdict.removes || phase === 'Succeeded' || phase === 'Failed') return false;
        return !notes.some(({ note }) => note === 'nothing-restarts' || note === 'terminating');
      })
      .map(({ uid }) => ({ uid, node: name })),
  );
}
