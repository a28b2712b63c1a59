import { listAt, textAt } from '../kube-object.ts';
import type { LogLine, LogSource } from '../log-handler.ts';
import { hashOf } from './usage.ts';

const MESSAGES: readonly ((n: number) => string)[] = [
  (n) => `level=info msg="POST /v2/checkout/sessions" status=201 duration=${8 + (n % 60)}ms trace=${n.toString(16).padStart(8, '0')}`,
  (n) => `level=info msg="GET /v2/cart" status=200 duration=${2 + (n % 12)}ms trace=${n.toString(16).padStart(8, '0')}`,
  (n) => `level=info msg="capture ok" order=ord_${50_000 + (n % 9000)} amount=${(n % 20_000) / 100} currency=EUR`,
  (n) => `level=debug msg="cache hit" key=product:${n % 4000} ttl=${n % 300}s`,
  (n) => `level=info msg="query done" hits=${n % 90} shard=${n % 5} duration=${3 + (n % 25)}ms`,
  (n) => `level=warn msg="slow upstream" upstream=psp.internal duration=${900 + (n % 2100)}ms attempt=${1 + (n % 3)}`,
  (n) => `level=info msg="job settled" batch=${n % 700} items=${n % 250}`,
];

/** Lines per second of a busy container; the others write fewer. */
const LINES_PER_SECOND = 3;

/** Log lines that are the same whenever they are asked for, so that a reconnect neither loses nor repeats any. */
export const demoLogs: LogSource = {
  lines(pod, container, since, until, previous) {
    const status = [...listAt(pod, 'status', 'containerStatuses'), ...listAt(pod, 'status', 'initContainerStatuses')].find(
      (one) => textAt(one, 'name') === container,
    );
    const ended = previous ? textAt(status, 'lastState', 'terminated', 'finishedAt') : textAt(status, 'state', 'terminated', 'finishedAt');
    const startedText = previous
      ? textAt(status, 'lastState', 'terminated', 'startedAt')
      : textAt(status, 'state', 'running', 'startedAt') || textAt(status, 'state', 'terminated', 'startedAt');
    const started = Date.parse(startedText);
    if (Number.isNaN(started)) return [];
    const finished = ended === '' ? Number.POSITIVE_INFINITY : Date.parse(ended);
    const killed = textAt(status, previous ? 'lastState' : 'state', 'terminated', 'reason') === 'OOMKilled';
    const seed = `${pod.metadata.uid}/${container}`;
    const busy = 0.2 + hashOf(seed);
    const found: LogLine[] = [];
    const add = (time: number, text: string): void => {
      if (time >= since && time < until && time <= finished) found.push({ time, text });
    };
    add(started, `level=info msg="starting" pod=${pod.metadata.name} container=${container}`);
    const from = Math.max(started + 1000, Math.floor(since / 1000) * 1000);
    for (let second = from; second < Math.min(until, finished); second += 1000) {
      for (let index = 0; index < LINES_PER_SECOND; index += 1) {
        const chance = hashOf(`${seed}/${second}/${index}`);
        if (chance > busy / 2) continue;
        const number = Math.floor(chance * 4_294_967) + index;
        add(second + Math.floor((1000 / LINES_PER_SECOND) * (index + chance)), MESSAGES[number % MESSAGES.length]?.(number) ?? '');
      }
    }
    if (killed) add(finished - 800, 'level=warn msg="heap at 97% of limit, shedding batch traffic"');
    return found;
  },
};
