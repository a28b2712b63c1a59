import type { ClusterError } from '../../shared/cluster-error.ts';
import type { Freshness } from '../../shared/freshness.ts';

type Failed = Extract<Freshness, { readonly error: ClusterError }>;

/**
 * One freshness for a list that is read namespace by namespace: live with what is missing as long as something can be read,
 * forbidden only when every namespace was refused. `refused` is the answer to the list over all namespaces, if that was no.
 * Pure. An empty map is a list nobody could even begin.
 */
export function combineFreshness(scopes: ReadonlyMap<string, Freshness>, refused: ClusterError | null): Freshness {
  const states = [...scopes.values()];
  const only = states[0];
  if (only === undefined) return { state: 'connecting', since: Date.now(), detail: '' };
  if (states.length === 1 && refused === null) return only;

  const old = states.filter((state) => state.state === 'catching-up').sort((a, b) => a.since - b.since)[0];
  // As old as its oldest part.
  if (old !== undefined) return old;
  const live = [...scopes].filter(([, state]) => state.state === 'live');
  const failed = [...scopes].filter((entry): entry is [string, Failed] => 'error' in entry[1]);
  const listing = states.filter((state) => state.state === 'listing');
  if (live.length === 0) {
    if (listing.length > 0) return sumOf(listing);
    const connecting = states.find((state) => state.state === 'connecting');
    if (connecting !== undefined) return connecting;
    const best = failed.map(([, state]) => state).sort(byHope)[0] ?? only;
    // Refused everywhere: the answer to what was asked, not that of the last namespace tried.
    return best.state === 'forbidden' && refused !== null ? { ...best, error: refused } : best;
  }
  if (live.length + failed.length < states.length) return sumOf(listing.length > 0 ? listing : [newest(live.map(([, state]) => state))]);
  const lastByteAt = Math.max(...live.map(([, state]) => (state.state === 'live' ? state.lastByteAt : 0)));
  if (failed.length === 0 && refused === null) return { state: 'live', lastByteAt, partial: null };
  const missing = failed.map(([namespace, { error }]) => ({ namespace, error }));
  return { state: 'live', lastByteAt, partial: { readable: live.map(([namespace]) => namespace), missing } };
}

/** A failure that will be tried again tells more than a refusal. */
function byHope(a: Failed, b: Failed): number {
  return rank(a) - rank(b);
}

function rank(state: Failed): number {
  return state.state === 'stale' ? 0 : state.state === 'unreachable' ? 1 : 2;
}

function newest(states: readonly Freshness[]): Freshness {
  return states.reduce((a, b) => (lastByteOf(a) >= lastByteOf(b) ? a : b));
}

function lastByteOf(state: Freshness): number {
  return 'lastByteAt' in state ? state.lastByteAt : 0;
}

function sumOf(states: readonly Freshness[]): Freshness {
  const listing = states.filter((state) => state.state === 'listing');
  const received = listing.reduce((sum, state) => sum + state.received, 0);
  const lastByteAt = Math.max(...states.map(lastByteOf));
  return { state: 'listing', received, about: null, lastByteAt };
}
