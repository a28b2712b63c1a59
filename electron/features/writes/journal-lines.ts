import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { JournalEntry, WriteOutcome } from '../../../shared/journal.ts';

/** A line before a write is sent: all of its entry but the answer. */
export type AskedLine = Omit<JournalEntry, 'answeredAt' | 'outcome'> & { readonly line: 'asked' };

/** A line after its answer. */
export interface AnsweredLine {
  readonly line: 'answered';
  readonly id: string;
  readonly answeredAt: number;
  readonly outcome: WriteOutcome;
}

/** One line of the journal. */
export type JournalLine = AskedLine | AnsweredLine;

const id = z.string().min(1);
const text = z.string();
/** What a reader leans on. Members that other versions add are kept; actions and verbs that only they know are shown as they are. */
const lineSchema = z.discriminatedUnion('line', [
  z.looseObject({
    line: z.literal('asked'),
    id,
    at: z.number(),
    contextId: text,
    context: text,
    server: text,
    clusterUid: text,
    credential: text,
    action: text,
    verb: text,
    target: z.looseObject({ group: text, version: text, resource: text, subresource: text, namespace: text, name: text, uid: text }),
    run: text,
    undoable: z.boolean(),
    undoes: text.default(''),
  }),
  z.looseObject({
    line: z.literal('answered'),
    id,
    answeredAt: z.number(),
    outcome: z.discriminatedUnion('type', [
      z.looseObject({ type: z.literal('done'), changed: z.boolean(), code: z.number() }),
      z.looseObject({ type: z.literal('denied'), reason: text }),
      z.looseObject({ type: z.literal('failed'), error: z.looseObject({ kind: text }) }),
      z.looseObject({ type: z.literal('unknown'), error: z.looseObject({ kind: text }).nullable() }),
    ]),
  }),
]);

/** A line as it is written, with its end. JSON text holds no line break of its own. */
export function journalLineText(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** What a line (without its end) says; null when it is torn, altered or none of ours. */
export function parseJournalLine(bytes: Uint8Array): JournalLine | null {
  if (!isUtf8(bytes)) return null;
  try {
    const parsed = lineSchema.safeParse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')));
    // What has this spine was written by `journalLineText`, here or in another version.
    return parsed.success ? (parsed.data as unknown as JournalLine) : null;
  } catch {
    // Torn by a crash, or edited by hand: counted by the caller.
    return null;
  }
}
