import { z } from 'zod';
import type { PageMessage } from '../../shared/wire.ts';

const id = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** A page never grants more at once than it may hold; this only keeps sums far from overflow. */
const count = z.number().int().positive().max(100_000);
const channel = z.string().max(100);

const pageMessageSchema: z.ZodType<PageMessage> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id, channel, args: z.unknown() }),
  z.strictObject({ type: z.literal('open'), id, channel, args: z.unknown() }),
  z.strictObject({ type: z.literal('credit'), id, count }),
  z.strictObject({ type: z.literal('close'), id }),
]);
const addressed = z.object({ id });

/** Takes what a page sent as a message; null when it is none. Never throws. */
export function parsePageMessage(message: unknown): PageMessage | null {
  const parsed = pageMessageSchema.safeParse(message);
  return parsed.success ? parsed.data : null;
}

/** The id of something that is not a message but can be answered; null when it has none. */
export function addressOf(message: unknown): number | null {
  const parsed = addressed.safeParse(message);
  return parsed.success ? parsed.data.id : null;
}
