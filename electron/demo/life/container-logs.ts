import { listAt, textAt } from '../kube-object.ts';
import type { LogLine, LogSource } from '../log-handler.ts';
import type { LogVoice, Moment } from './log-voices/log-voice.ts';
import { Roll } from './log-voices/roll.ts';
import { voiceOfImage } from './log-voices/voice-of-image.ts';
import { hashOf } from './usage.ts';

/** One run of a container, ms since the epoch. Statuses give whole seconds: what was written in the last of them belongs to it. */
interface Run {
  readonly image: string;
  readonly started: number;
  readonly ended: number;
}

function runOf(pod: unknown, container: string, previous: boolean): Run | null {
  const status = [...listAt(pod, 'status', 'containerStatuses'), ...listAt(pod, 'status', 'initContainerStatuses')].find(
    (one) => textAt(one, 'name') === container,
  );
  const past = previous ? 'lastState' : 'state';
  const started = Date.parse(
    (previous ? '' : textAt(status, 'state', 'running', 'startedAt')) ||
      textAt(status, past, 'terminated', 'startedAt') ||
      // A container that waits for its next run shows the log of the last one, as a kubelet does.
      textAt(status, 'lastState', 'terminated', 'startedAt'),
  );
  if (Number.isNaN(started)) return null;
  const running = !previous && textAt(status, 'state', 'running', 'startedAt') !== '';
  const finished = textAt(status, past, 'terminated', 'finishedAt') || textAt(status, 'lastState', 'terminated', 'finishedAt');
  return { image: textAt(status, 'image'), started, ended: running ? Number.POSITIVE_INFINITY : Date.parse(finished) + 1000 };
}

/** Further lines of one message follow within this, in ns: as fast as a program writes. */
const NEXT_LINE_NS = 30_000;

/** Log lines that are the same whenever they are asked for, so that a reconnect neither loses nor repeats any. */
export const demoLogs: LogSource = {
  lines(pod, container, since, until, previous) {
    const run = runOf(pod, container, previous);
    if (run === null) return [];
    const voice = voiceOfImage(run.image);
    const seed = hashOf(`${pod.metadata.uid}/${container}`) * 4_294_967_296;
    const found: LogLine[] = [];
    const add = (time: number, say: (moment: Moment) => readonly string[], roll: Roll): void => {
      const ms = Math.floor(time);
      if (ms < run.started || ms >= run.ended) return;
      let nanos = Math.floor((time - ms) * 1_000_000);
      for (const text of say({ time: ms, age: ms - run.started, pod: pod.metadata.name, roll })) {
        const at = ms + Math.floor(nanos / 1_000_000);
        if (at >= since && at < until) found.push({ time: at, nanos: nanos % 1_000_000, text });
        nanos += roll.whole(0, NEXT_LINE_NS);
      }
    };
    if (voice.hello && since <= run.started + 1000) add(run.started + 20, voice.hello, new Roll(seed, run.started / 1000));
    const first = Math.max(run.started + 1000, Math.floor(since / 1000) * 1000);
    for (let second = first; second < Math.min(until, run.ended); second += 1000) sayFor(voice, second, seed, add);
    if (voice.once) {
      add(run.started + voice.once.age, voice.once.say, new Roll(seed, run.started / 1000, 1));
      found.sort((a, b) => a.time - b.time || (a.nanos ?? 0) - (b.nanos ?? 0));
    }
    return found;
  },
};

/** The messages of one second, in their order. They end early enough that the last one's further lines still belong to it. */
function sayFor(
  voice: LogVoice,
  second: number,
  seed: number,
  add: (time: number, say: (moment: Moment) => readonly string[], roll: Roll) => void,
): void {
  const roll = new Roll(seed, second / 1000);
  // Every container has its own temper, and its ups and downs over minutes.
  const temper = 0.6 + 0.8 * ((seed % 1000) / 1000);
  const wave = 0.75 + 0.35 * Math.sin(second / 97_000 + (seed % 7));
  const count = Math.floor(voice.rate * temper * wave * (voice.burst?.(second) ?? 1) + roll.next());
  for (let index = 0; index < count; index += 1)
    add(second + ((index + 0.8 * roll.next()) / count) * 995, (moment) => voice.say(moment), new Roll(seed, second / 1000, index));
}
