import type { ClusterError } from '../../../../shared/cluster-error.ts';
import { Backoff } from '../../../kube/backoff.ts';
import { clusterErrorOf } from '../../../kube/request-failure.ts';
import type { ContainerFacts } from './container-facts.ts';
import type { FollowerOptions } from './follower-options.ts';
import { FollowerVoice } from './follower-voice.ts';
import { HeldPlace } from './held-place.ts';
import { judgeLogFailure, waitingReasonIn } from './judge-log-failure.ts';
import { logPath } from './log-path.ts';
import { LogReading } from './log-reading.ts';
import {
  type ContainerRun,
  exitOf,
  isBeyondExit,
  type NextRead,
  nowhere,
  planNextRead,
  planPreviousRead,
  type ReadPlan,
  readsSameRun,
} from './plan-next-read.ts';
import { emptyAfterMs, planStart, type StartPlace } from './plan-start.ts';
import { PlanWaiter, samePlan } from './plan-waiter.ts';
import { PromptTries } from './prompt-tries.ts';
import { Rejoin } from './rejoin.ts';
import { seemsRotated } from './seems-rotated.ts';
import { SeenLines } from './seen-lines.ts';
import { serverTime } from './server-time.ts';

/** A break that lasted longer than this, in ms, is told among the lines. */
const noticeableMs = 1_000;
/** How long the watch of pods may be behind, in ms: lines that match nothing may be of the next run, of which it has not told yet. */
const factsLateMs = 5_000;
/** An answer that says nothing for this long, in ms, although its container or pod is gone, is given up: its node may be gone as well. */
const overtakenMs = 15_000;
/** A container that ended may be started again at once, which is then said instead, in ms. */
const endedMs = 2_000;
/** An answer that lived for this long, in ms, or that brought lines, shows that the trouble is over. */
const healthyMs = 10_000;
/** The least that is waited for the context's next attempt, in ms: our timer may be early by its clock. */
const shortestWaitMs = 50;

interface Reading {
  readonly plan: ReadPlan;
  readonly reading: LogReading;
  readonly rejoin: Rejoin;
  readonly abort: AbortController;
  /** The facts say that there is something else to read. */
  overtaken: boolean;
}

/**
 * Follows one container's log, through breaks, restarts and the end of it.
 *
 * Promises: lines come in the order of the log, each exactly once, as long as the server has them; where lines may be missing a `dropped` mark says so. After a break
 * everything since the second of the last stamp is asked for again and what was seen is dropped, by stamp and text, as often as it was seen. While the sink does not
 * take lines nothing is read. After `stop` the sink is not called. Failures are states, nothing is thrown.
 */
export class LogFollower {
  readonly #options: FollowerOptions;
  readonly #stopped = new AbortController();
  readonly #backoff: Backoff;
  readonly #prompt: PromptTries;
  readonly #plans: PlanWaiter;
  readonly #held: HeldPlace;
  #facts: ContainerFacts;
  #place = nowhere;
  readonly #voice: FollowerVoice;
  #start: StartPlace;
  #reading: Reading | null = null;
  /** The answer of which lines were sent last: they are believed to be what was asked for. */
  #sentFrom: LogReading | null = null;
  /** When the break began that is not over, by both clocks; null = there is none. */
  #broken: { readonly since: number; readonly at: number } | null = null;
  /** The end of the present run was told. */
  #endTold = false;

  constructor(options: FollowerOptions) {
    const { clock, resume, facts } = options;
    this.#options = options;
    this.#facts = facts;
    this.#backoff = new Backoff(clock);
    this.#prompt = new PromptTries(clock);
    this.#plans = new PlanWaiter({ clock, transport: options.transport, stopped: this.#stopped.signal, plan: () => this.#plan() });
    this.#start = { whole: false, attempts: 0, begunAt: clock.monotonic(), emptyAt: null };
    const seen = resume === null ? new SeenLines() : SeenLines.of(resume);
    this.#voice = new FollowerVoice(options.sink, clock, this.#stopped.signal, seen);
    const onWait = () => this.#voice.state({ state: 'queued' });
    this.#held = new HeldPlace({ places: options.places, plans: this.#plans, stopped: this.#stopped.signal, onWait });
    if (resume !== null) {
      const run = { containerId: '', restarts: resume.restarts };
      this.#place = { ...nowhere, run, exit: exitOf(run, facts) };
      const since = Math.floor(resume.at.micros / 1000);
      this.#broken = { since, at: clock.monotonic() - Math.max(0, clock.now() - since) };
    }
    options.signal.addEventListener('abort', () => this.stop(), { once: true, signal: this.#stopped.signal });
    if (options.signal.aborted) this.stop();
    this.#follow()
      .catch((thrown: unknown) => this.#voice.state({ state: 'failed', error: clusterErrorOf(thrown) }))
      .finally(() => this.#held.leave());
  }

  /** The pods' watch told something new. */
  factsChanged(facts: ContainerFacts): void {
    this.#facts = facts;
    const { run } = this.#place;
    if (run !== null) this.#place = { ...this.#place, exit: exitOf(run, facts) ?? this.#place.exit };
    this.#plans.look();
    if (this.#reading !== null) this.#lookAtReading(this.#reading);
  }

  /** Ends the reading; the sink hears nothing more. */
  stop(): void {
    this.#stopped.abort(new Error('no longer followed'));
  }

  async #follow(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const plan = this.#plan();
      switch (plan.type) {
        case 'wait':
          this.#held.leave();
          this.#voice.state(plan.state);
          await this.#plans.other(plan, { ms: null });
          break;
        case 'end':
          this.#held.leave();
          await this.#end(plan);
          if (plan.final) return;
          break;
        case 'restarted':
          this.#restart(plan);
          break;
        case 'present':
        case 'previous':
          if (await this.#held.take(plan)) await this.#read(plan);
          break;
      }
    }
  }

  #plan(): NextRead {
    return this.#options.start.previous ? planPreviousRead(this.#facts, this.#place) : planNextRead(this.#facts, this.#place);
  }

  async #end(plan: NextRead & { readonly type: 'end' }): Promise<void> {
    const { exit, reason } = plan;
    const end = { reason, exitCode: exit?.exitCode ?? null, at: exit?.finishedAt ?? null };
    this.#voice.state({ state: 'ended', ...end });
    if (!plan.final) await this.#plans.other(plan, { ms: endedMs });
    if (plan.final || samePlan(plan, this.#plan())) {
      const why = this.#facts.pod === 'deleted' ? 'deleted' : 'restarts';
      if (plan.missed) this.#voice.mark({ mark: 'dropped', count: null, why, again: false });
      if (!this.#endTold) this.#voice.mark({ mark: 'ended', ...end }, exit?.finishedAt);
      this.#endTold = true;
      if (!plan.final) await this.#plans.other(plan, { ms: null });
    }
  }

  #restart(plan: NextRead & { readonly type: 'restarted' }): void {
    const { exit, run, missed } = plan;
    if (missed) this.#voice.mark({ mark: 'dropped', count: null, why: 'restarts', again: false });
    const at = exit?.finishedAt ?? this.#options.clock.now();
    this.#voice.mark({ mark: 'restarted', exitCode: exit?.exitCode ?? null, reason: exit?.reason ?? '', at }, exit?.finishedAt);
    this.#begin(run);
  }

  /** A run of which nothing was seen, to be read from its beginning. */
  #begin(run: ContainerRun): void {
    this.#place = { ...nowhere, run, exit: exitOf(run, this.#facts) };
    this.#voice.seen = new SeenLines();
    this.#start = { whole: true, attempts: 0, begunAt: this.#options.clock.monotonic(), emptyAt: null };
    this.#broken = null;
    this.#endTold = false;
    this.#backoff.reset();
  }

  async #read(plan: ReadPlan): Promise<void> {
    const { transport, clock, namespace, pod, container, start } = this.#options;
    const last = plan.type === 'previous' || plan.last;
    const run = plan.run.containerId === '' && this.#place.run !== null ? this.#place.run : plan.run;
    this.#place = { ...this.#place, run, exit: exitOf(run, this.#facts) ?? this.#place.exit };
    const { since } = this.#voice.seen;
    const from = since === null ? planStart(start, this.#start, clock.monotonic()) : { since: { time: since }, tailLines: null };
    const path = logPath({ namespace, pod, container, previous: plan.type === 'previous', follow: !last, ...from });
    this.#start = { ...this.#start, attempts: this.#start.attempts + 1 };
    const rejoin = new Rejoin(this.#voice.seen, serverTime(clock, transport));
    const abort = new AbortController();
    const signal = AbortSignal.any([this.#stopped.signal, abort.signal]);
    this.#voice.state({ state: 'connecting' });
    const reading: LogReading = new LogReading({
      transport,
      clock,
      signal,
      path,
      last,
      rejoin,
      send: (batch) => {
        this.#sentFrom = reading;
        const sent = this.#voice.lines(batch);
        if (this.#reading?.overtaken === true) this.#lookAtReading(this.#reading);
        return sent;
      },
      onOpen: () => {
        this.#voice.state({ state: 'following' });
        if (!rejoin.recalled) this.#broken = null;
      },
      onCaughtUp: (lines, open) => this.#caughtUp(plan, rejoin, lines, open),
    });
    this.#reading = { plan, reading, rejoin, abort, overtaken: false };
    const end = await reading.run();
    this.#reading = null;
    if (this.#stopped.signal.aborted) return;
    this.#noteEmpty(reading);
    if (abort.signal.aborted) {
      this.#place = { ...this.#place, endedProperly: false };
      this.#breaks();
      return;
    }
    if (plan.type === 'previous' && end.error === null && rejoin.unrelated) {
      // What was seen is not in the log of that run: it was of the present one all the time, of which the facts told too late.
      this.#place = { ...nowhere, run: { containerId: this.#facts.containerId, restarts: this.#facts.restarts } };
      return;
    }
    if (end.error === null && plan.type === 'present' && plan.last && (await this.#wasOfNextRun(plan, rejoin))) return;
    const endedProperly = end.error === null;
    const readWhole = this.#place.readWhole || (endedProperly && this.#place.exit !== null);
    const endedBefore = reading.lines > 0 ? null : this.#place.endedAt;
    const endedAt = endedProperly && !rejoin.isOpen ? serverTime(clock, transport) : endedBefore;
    this.#place = { ...this.#place, endedProperly, readWhole, endedAt, complete: last && endedProperly };
    if (this.#place.complete) return;
    const livedMs = reading.openedAt === null ? 0 : clock.monotonic() - reading.openedAt;
    if (reading.lines > 0 || livedMs > healthyMs) this.#backoff.reset();
    this.#breaks();
    // One that ended properly is of a container that ended, mostly: the facts say so in a moment, and there is no hurry.
    if (end.error === null) await this.#plans.other(plan, { ms: this.#backoff.next() });
    else await this.#failed(plan, end.error, end.retryAt, this.#prompt.after(livedMs, reading.lines));
  }

  /** `promptMs`: the delay of the next try after an answer that had worked; null = as the back-off says. */
  async #failed(plan: ReadPlan, error: ClusterError, retryAt: number | null | undefined, promptMs: number | null): Promise<void> {
    const { clock, start } = this.#options;
    // A time to try again is said of the context as a whole: it says nothing about this log.
    const verdict = retryAt === undefined ? judgeLogFailure(error, plan.type === 'present' && !plan.last) : 'broken';
    if (verdict === 'gone' && plan.type === 'previous' && !start.previous) {
      this.#place = { ...this.#place, restLost: true };
      return;
    }
    if (verdict === 'gone' || verdict === 'refused') {
      this.#held.leave();
      this.#voice.state({ state: 'failed', error });
      await this.#plans.other(plan, { ms: null, ...(verdict === 'gone' ? {} : { wanted: (other) => other.type === 'end' }) });
      return;
    }
    // What the context is blamed for is paced by it, and leaves nothing behind: all its logs would be late by as much again when it is back.
    const delay = retryAt === undefined ? (promptMs ?? this.#backoff.next()) : shortestWaitMs;
    if (verdict === 'waiting') {
      this.#voice.state({ state: 'waiting', reason: this.#facts.waitingReason || waitingReasonIn(error) });
      await this.#plans.other(plan, { ms: delay });
      return;
    }
    const ms = retryAt === null ? null : Math.max(delay, (retryAt ?? 0) - clock.now());
    this.#voice.state({
      state: 'broken',
      error,
      since: this.#broken?.since ?? clock.now(),
      retryAt: ms === null ? null : clock.now() + ms,
    });
    await this.#plans.other(plan, { ms, released: true });
  }

  /** The lines that came at once after a break are about to be sent: false when they are of a run that the facts told of only now. */
  async #caughtUp(plan: ReadPlan, rejoin: Rejoin, lines: number, open: boolean): Promise<boolean> {
    const { clock } = this.#options;
    const broken = this.#broken;
    const gap = rejoin.gapBefore;
    const last = this.#voice.seen.last;
    if (plan.type === 'previous' && rejoin.unrelated) return false;
    if (gap !== null && last !== null) {
      await this.#plans.other(plan, { ms: factsLateMs, wanted: (other) => !readsSameRun(plan, other) });
      if (!readsSameRun(plan, this.#plan())) {
        this.#reading?.abort.abort(new Error('another run has begun'));
        return false;
      }
      const at = broken?.at ?? clock.monotonic();
      const unmatched = { silentMs: at - this.#voice.heardAt, brokenMs: clock.monotonic() - at, apartMicros: gap.micros - last.micros };
      // A line that is known may have come while this waited.
      if (rejoin.gapBefore !== null && seemsRotated(unmatched))
        this.#voice.mark({ mark: 'dropped', count: null, why: 'rotated', again: false });
    }
    const lasted = broken === null ? 0 : clock.monotonic() - broken.at;
    if (broken !== null && lasted > noticeableMs && (lines > 0 || (open && plan.type === 'present' && !plan.last)))
      this.#voice.mark({ mark: 'reconnected', from: broken.since, at: clock.now(), lines });
    if (open || lines > 0) this.#broken = null;
    return true;
  }

  #breaks(): void {
    const { clock } = this.#options;
    this.#broken ??= { since: clock.now(), at: clock.monotonic() };
  }

  /** An answer that was silent for long tells that there was nothing before it. */
  #noteEmpty({ answeredAt, askedAt, lines }: LogReading): void {
    const silent = answeredAt !== null && lines === 0 && this.#voice.seen.since === null;
    if (silent && this.#options.clock.monotonic() - answeredAt >= emptyAfterMs) this.#start = { ...this.#start, emptyAt: askedAt };
  }

  /** The facts changed while an answer is read. Mostly it ends by itself, after its last line; what cannot be of the run any more is given up. */
  #lookAtReading(current: Reading): void {
    const plan = this.#plan();
    if (samePlan(plan, current.plan)) return;
    const { reading, rejoin, abort } = current;
    const moved = current.plan.type === 'present' && !readsSameRun(current.plan, plan) && plan.type !== 'end';
    // Asked for under the old facts, answered under the new ones, perhaps: nobody can tell until a line comes.
    if (moved && !rejoin.proven && reading.lines === 0) abort.abort(new Error('another run has begun'));
    else if (moved && !rejoin.proven && this.#sentFrom === reading && this.#facts.state === 'running' && this.#isBeyondExit())
      this.#adopt(current);
    else if (!current.overtaken) {
      current.overtaken = true;
      this.#giveUpWhenSilent(current);
    }
  }

  /** What was read to the end of a run has lines from after its end: was it the next run, of which the facts tell only now? It is gone on with then. */
  async #wasOfNextRun(plan: ReadPlan, rejoin: Rejoin): Promise<boolean> {
    if (rejoin.recalled || !this.#isBeyondExit()) return false;
    await this.#plans.other(plan, { ms: factsLateMs });
    const { state, containerId, restarts } = this.#facts;
    if (this.#stopped.signal.aborted || state !== 'running' || readsSameRun(plan, this.#plan())) return false;
    this.#place = { ...nowhere, run: { containerId, restarts } };
    return true;
  }

  #isBeyondExit(): boolean {
    const { last } = this.#voice.seen;
    return last !== null && isBeyondExit(last, this.#facts, this.#place);
  }

  /** What is read was of the present run all the time, of which the facts tell only now. */
  #adopt(current: Reading): void {
    const { containerId, restarts } = this.#facts;
    const run = { containerId, restarts };
    const exit = this.#place.exit;
    if (current.rejoin.recalled)
      this.#voice.mark({
        mark: 'restarted',
        exitCode: exit?.exitCode ?? null,
        reason: exit?.reason ?? '',
        at: exit?.finishedAt ?? this.#options.clock.now(),
      });
    this.#place = { ...nowhere, run };
    this.#reading = { ...current, plan: { type: 'present', run, last: false }, overtaken: false };
  }

  #giveUpWhenSilent(current: Reading): void {
    const { clock } = this.#options;
    clock.after(overtakenMs, () => {
      if (this.#reading?.reading !== current.reading || samePlan(this.#plan(), current.plan)) return;
      if (clock.monotonic() - current.reading.heardAt < overtakenMs) this.#giveUpWhenSilent(current);
      else current.abort.abort(new Error('nothing came after the container was gone'));
    });
  }
}
