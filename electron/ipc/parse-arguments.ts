import type { z } from 'zod';
import { failure, type Result, success } from '../../shared/cluster-error.ts';

/** Issues of one bad argument that are told; more only repeat the first. */
const toldIssues = 3;
/** Characters of a channel name that are repeated in an error; a longer one is not a channel anyway. */
const toldCharacters = 80;

/**
 * Checks a channel name and its arguments against the contract's parsers, whose keys are the allow-list.
 * Never throws. The error names the channel and the field, and never repeats a value (it may be a secret pasted in the wrong place).
 */
export function parseArguments<Parsers extends Readonly<Record<string, z.ZodType>>>(
  parsers: Parsers,
  channel: string,
  args: unknown,
): Result<{ readonly channel: keyof Parsers; readonly args: unknown }> {
  const parser = Object.hasOwn(parsers, channel) ? parsers[channel] : undefined;
  if (parser === undefined) {
    return failure({ kind: 'internal', message: `There is no channel "${channel.slice(0, toldCharacters)}". Reload the page.` });
  }
  const parsed = parser.safeParse(args);
  if (parsed.success) return success({ channel, args: parsed.data });
  const told = parsed.error.issues.slice(0, toldIssues).map((issue) => `${issue.path.join('.') || 'arguments'}: ${issue.message}`);
  return failure({ kind: 'internal', message: `${channel}: ${told.join('; ')}`.slice(0, 500) });
}
