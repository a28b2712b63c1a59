import type { ContextId } from '../../../shared/context-id.ts';
import type { Diagnostics, SourceDiagnostics } from '../../../shared/diagnostics.ts';

/** Events per second of the time between two answers, by `rateKey`. */
export type EventRates = ReadonlyMap<string, number>;

/** Names one source of one context; without a source, the context. */
export function rateKey(contextId: ContextId, source: SourceDiagnostics | null): string {
  return source === null ? contextId : `${contextId}\n${source.number}`;
}

/** What happened between two answers. A counter that began anew (a context connected again) counts from zero; without `before` there are no rates. */
export function eventRates(before: Diagnostics | null, after: Diagnostics): EventRates {
  const rates = new Map<string, number>();
  if (before === null || after.takenAt <= before.takenAt) return rates;
  const seconds = (after.takenAt - before.takenAt) / 1_000;
  const old = eventCounts(before);
  for (const [key, count] of eventCounts(after)) {
    const known = old.get(key);
    if (known === undefined) continue;
    rates.set(key, (count < known ? count : count - known) / seconds);
  }
  return rates;
}

function eventCounts(diagnostics: Diagnostics): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + count);
  for (const { contexts } of diagnostics.threads)
    for (const context of contexts) {
      add(rateKey(context.contextId, null), 0);
      for (const source of context.sources) {
        add(rateKey(context.contextId, source), source.figures.events);
        add(rateKey(context.contextId, null), source.figures.events);
      }
    }
  return counts;
}
