import { taintEffects } from '../../../shared/node-edits.ts';
import { SeededRandom } from '../../electron/kube/seeded-random.ts';

/** What is done to a node, and what the node is before. */
export interface EditCase {
  readonly id: number;
  readonly command: 'label' | 'taint' | 'cordon' | 'uncordon';
  readonly words: readonly string[];
  readonly overwrite: boolean;
  readonly node: {
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
    readonly unschedulable: boolean;
  };
}

/** Few keys, so that edits meet what is there. */
const keys = ['disk', 'pool', 'example.com/tier', 'Zone_1'];
const values = ['', 'ssd', 'a.b_c-1', 'x'.repeat(63)];
/** What one of the sides of a word may not be. None begins with `-`, which would be a flag of kubectl. */
const badKeys = ['a b', 'a/b/c', 'Upper.Case/x', 'x'.repeat(64), 'é', `${'p'.repeat(254)}/x`, 'a_', '/a', 'a/', 'tab\tx'];
const badValues = ['a b', '-a', 'x'.repeat(64), 'a/b', 'é', 'a"b', 'a\\b', '\u200b'];
const badTaints = [
  'disk=ssd',
  'disk=a=b:NoSchedule',
  'disk:ssd:NoSchedule',
  'disk=ssd:Never',
  'disk:',
  'disk:Never-',
  ':NoSchedule',
  '=x:NoExecute',
];
const badLabels = ['disk=a=b', 'pool=ssd=', 'disk==x'];

/** So many cases, the same ones each time. */
export function editCases(count: number): readonly EditCase[] {
  const random = new SeededRandom(6);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random.next() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const chance = (share: number) => random.next() < share;
  const some = <Item>(most: number, make: () => Item): Item[] => Array.from({ length: Math.floor(random.next() * (most + 1)) }, make);
  const taint = () => ({ key: pick(keys), value: pick(values), effect: pick(taintEffects) });

  const taintWord = (): string => {
    if (chance(0.12)) return pick(badTaints);
    const key = chance(0.1) ? pick(badKeys) : pick(keys);
    const value = chance(0.1) ? pick(badValues) : pick(values);
    const effect = pick(taintEffects);
    if (chance(0.35)) return `${key}${chance(0.5) ? `:${effect}` : ''}-`;
    return `${key}${value === '' && chance(0.7) ? '' : `=${value}`}:${effect}`;
  };
  const labelWord = (badKey: boolean): string => {
    if (chance(0.08)) return pick(badLabels);
    if (chance(0.3)) return `${pick(keys)}-`;
    return `${badKey ? pick(badKeys) : pick(keys)}=${chance(0.1) ? pick(badValues) : pick(values)}`;
  };

  return Array.from({ length: count }, (_, id): EditCase => {
    const byId = new Map(some(4, taint).map((each) => [`${each.key}:${each.effect}`, each]));
    const labels = Object.fromEntries(some(4, () => [pick(keys), pick(values)] as const));
    const node = { labels, taints: [...byId.values()], unschedulable: chance(0.5) };
    const command = pick(['label', 'label', 'label', 'taint', 'taint', 'taint', 'taint', 'cordon', 'uncordon'] as const);
    // Of several bad keys the API server names all, and we the first.
    const words =
      command === 'taint' ? [taintWord(), ...some(2, taintWord)] : [labelWord(chance(0.15)), ...some(2, () => labelWord(false))];
    return { id, command, words, overwrite: chance(0.5), node };
  });
}
