import type { Clock } from '../../../kube/clock.ts';
import type { Transport } from '../../../kube/transport.ts';

/** What the Date headers say of the two clocks is good to a second or two (kube/clock-skew.ts): less than this, in ms, is no difference. */
const noticeableSkewMs = 5_000;

/** The time by the API server's clock, ms since the epoch: this machine's own may be hours off, and stamps of lines are told by nodes. */
export function serverTime(clock: Clock, { clockSkewMs }: Pick<Transport, 'clockSkewMs'>): number {
  const skew = clockSkewMs ?? 0;
  return clock.now() + (Math.abs(skew) < noticeableSkewMs ? 0 : skew);
}
