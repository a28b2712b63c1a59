import { textAt } from '../../electron/demo/kube-object.ts';
import type { LogLine, LogSource } from '../../electron/demo/log-handler.ts';

/** A line with when it was written, ms since the epoch: its stamp is by its node's clock. */
interface WrittenLine extends LogLine {
  readonly writtenAt: number;
}

/** What containers wrote, by pod and run: the truth that a follower is compared with. A run is told by when it started. */
export class WrittenLogs implements LogSource {
  readonly #lines = new Map<string, WrittenLine[]>();
  /** How far the clock of each pod's node is ahead, in ms. */
  readonly ahead = new Map<string, number>();

  /** A line of the pod's present run, stamped now by its node's clock; a stamp is never before that of the line before it, unless that clock was set back. */
  write(pod: string, startedAt: string, text: string): void {
    const key = `${pod} ${startedAt}`;
    const lines = this.#lines.get(key) ?? [];
    const last = lines.at(-1);
    const writtenAt = Math.max(Date.now(), last?.writtenAt ?? 0);
    const time = writtenAt + (this.ahead.get(pod) ?? 0);
    // Every third line has the stamp of the line before it, as lines that are written at once have.
    const nanos = last?.time === time ? (last.nanos ?? 0) + (lines.length % 3 === 0 ? 0 : 1) : 0;
    lines.push({ time, nanos, text, writtenAt });
    this.#lines.set(key, lines);
  }

  /** All lines of a pod over its runs, in order, as text with their stamps. */
  written(pod: string): readonly string[] {
    return [...this.#lines]
      .filter(([key]) => key.startsWith(`${pod} `))
      .flatMap(([, lines]) => lines)
      .map(({ time, nanos = 0, text }) => `${new Date(time).toISOString().replace('Z', `${String(nanos).padStart(6, '0')}Z`)} ${text}`);
  }

  lines(
    pod: object,
    _container: string,
    since: number,
    until: number,
    previous: boolean,
    by: 'stamp' | 'writing' = 'stamp',
  ): readonly LogLine[] {
    const startedAt = previous
      ? textAt(pod, 'status', 'containerStatuses', 0, 'lastState', 'terminated', 'startedAt')
      : textAt(pod, 'status', 'containerStatuses', 0, 'state', 'running', 'startedAt');
    const lines = this.#lines.get(`${textAt(pod, 'metadata', 'name')} ${startedAt}`) ?? [];
    return lines.filter(({ time, writtenAt }) => (by === 'stamp' ? time : writtenAt) >= since && writtenAt < until);
  }
}
