import type { ClusterError } from '../../../../../shared/cluster-error.ts';
import type { Freshness } from '../../../../../shared/freshness.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';

/** Names that a line can hold. */
const mostNamed = 5;
/** Of an id, in characters: there may be hundreds of namespaces. */
const longestPart = 200;

/**
 * What nobody could look at, so that nothing that is said is of it: lists that are refused, everywhere or in some namespaces. Lists that are refused in the same way
 * are one line. A list that failed is no refusal, and a cluster that cannot be reached says so itself.
 */
export function notLookedAt({ sources }: Pick<ProblemFacts, 'sources'>): readonly Finding[] {
  const lines = new Map<string, { readonly resources: string[]; readonly refusal: Refusal }>();
  for (const [key, state] of Object.entries(sources)) {
    const refusal = refusalOf(state);
    if (refusal === null) continue;
    const where = refusal.namespaces === null ? '' : refusal.namespaces.join();
    const line = lines.get(where);
    const resource = key.split(/[.:]/, 1)[0] ?? key;
    if (line === undefined) lines.set(where, { resources: [resource], refusal });
    else if (!line.resources.includes(resource)) line.resources.push(resource);
  }
  return [...lines].map(([where, { resources, refusal }]) => {
    const { namespaces, of, error, since } = refusal;
    return finding('not-looked-at', 'unknown', objectOfKind('', '', ''), {
      part: where === '' ? 'everywhere' : `${namespaces?.length} ${where.slice(0, longestPart)}`,
      since,
      message: error.kind === 'status' ? error.message : '',
      facts: known({
        resources: someOf(resources),
        namespaces: namespaces?.slice(0, mostNamed).join(', '),
        count: namespaces?.length ?? 0,
        of,
      }),
    });
  });
}

/** The first of them, which are those that matter most, and how many more there are: `pods, nodes +3`. */
function someOf(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return names.slice(0, mostNamed).join(', ') + (more > 0 ? ` +${more}` : '');
}

interface Refusal {
  /** Sorted; null = everywhere. */
  readonly namespaces: readonly string[] | null;
  readonly of: number | null;
  readonly error: ClusterError;
  readonly since: number | null;
}

function refusalOf(state: Freshness): Refusal | null {
  if (state.state === 'forbidden') return { namespaces: null, of: null, error: state.error, since: state.since };
  if (state.state !== 'live' || state.partial === null) return null;
  const { readable, missing } = state.partial;
  const refused = missing.filter(({ error }) => error.kind === 'status' && error.code === 403);
  const [first] = refused;
  if (first === undefined) return null;
  return {
    namespaces: refused.map(({ namespace }) => namespace).sort(),
    of: readable.length + missing.length,
    error: first.error,
    since: null,
  };
}
