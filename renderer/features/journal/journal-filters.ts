import { asContextId, type ContextId } from '../../../shared/context-id.ts';
import type { WriteOutcome } from '../../../shared/journal.ts';

/** Which entries of the journal are shown; the address of the page says all of it. */
export interface JournalFilters {
  readonly text: string;
  /** null = of all contexts. */
  readonly contextId: ContextId | null;
  /** Of one drain; empty = of all. */
  readonly run: string;
  /** null = however they ended. */
  readonly outcome: WriteOutcome['type'] | null;
}

const outcomes: readonly WriteOutcome['type'][] = ['done', 'denied', 'failed', 'unknown'];

/** Reads `?q=…&context=<ContextId>&run=…&outcome=failed`; anything else in the query is somebody else's. */
export function parseJournalFilters(search: string): JournalFilters {
  const params = new URLSearchParams(search);
  const context = params.get('context') ?? '';
  return {
    text: params.get('q') ?? '',
    contextId: context === '' ? null : asContextId(context),
    run: params.get('run') ?? '',
    outcome: outcomes.find((outcome) => outcome === params.get('outcome')) ?? null,
  };
}

/** The same query string with other filters. */
export function withJournalFilters(search: string, change: Partial<JournalFilters>): string {
  const params = new URLSearchParams(search);
  const { text, contextId, run, outcome } = { ...parseJournalFilters(search), ...change };
  for (const [name, value] of Object.entries({ q: text, context: contextId ?? '', run, outcome: outcome ?? '' })) {
    if (value === '') params.delete(name);
    else params.set(name, value);
  }
  return params.toString();
}

/** Whether anything is left out. */
export function isFiltered({ text, contextId, run, outcome }: JournalFilters): boolean {
  return text.trim() !== '' || contextId !== null || run !== '' || outcome !== null;
}
