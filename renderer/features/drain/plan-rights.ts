import type { DrainAccess, DrainRight } from '../../../shared/drain-access.ts';

/** Rights that a drain lacks for the same reason. */
export interface LackingRights {
  readonly need: DrainRight['need'];
  readonly answer: 'denied' | 'unknown';
  /** The authorizer's words, or why nobody knows; empty when there are none. */
  readonly reason: string;
  readonly rights: readonly {
    /** As `kubectl auth can-i` is asked: `create pods/eviction`, `list, watch pods`. */
    readonly text: string;
    /** Empty = in all. */
    readonly namespaces: readonly string[];
  }[];
}

/** What a drain lacks: first what stops it, denied before unknown; places of the same right are one line. */
export function lackingRights({ rights }: DrainAccess): readonly LackingRights[] {
  const lacking = rights.filter((right) => right.answer !== 'allowed');
  const rank = ({ need, answer }: DrainRight) => (need === 'run' ? 0 : 2) + (answer === 'denied' ? 0 : 1);
  const sorted = [...lacking].sort((a, b) => rank(a) - rank(b));
  const groups = Map.groupBy(sorted, ({ need, answer, reason }) => `${need} ${answer} ${reason}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || first.answer === 'allowed') return [];
    return [{ need: first.need, answer: first.answer, reason: first.reason, rights: linesOf(group) }];
  });
}

/** One line for each kind and set of places; verbs with the same places stand together. */
function linesOf(group: readonly DrainRight[]): LackingRights['rights'] {
  const byVerb = [...Map.groupBy(group, (right) => `${right.verb} ${kindOf(right)}`).values()].map((same) => ({
    verb: same[0]?.verb ?? '',
    kind: same[0] ? kindOf(same[0]) : '',
    names: unique(same.map(({ name }) => name)),
    namespaces: unique(same.map(({ namespace }) => namespace)),
  }));
  const places = ({ kind, names, namespaces }: (typeof byVerb)[number]) => JSON.stringify([kind, names, namespaces]);
  return [...Map.groupBy(byVerb, places).values()].map((same) => {
    const { kind = '', names = [], namespaces = [] } = same[0] ?? {};
    const text = `${same.map(({ verb }) => verb).join(', ')} ${kind}`;
    return { text: names.length === 0 ? text : `${text} ${names.join(' ')}`, namespaces };
  });
}

function kindOf({ group, resource, subresource }: DrainRight): string {
  const kind = group === '' ? resource : `${resource}.${group}`;
  return subresource === '' ? kind : `${kind}/${subresource}`;
}

/** Each once, without the empty one, which stands for all. */
function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
