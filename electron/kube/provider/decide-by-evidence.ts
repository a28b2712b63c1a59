import type { Evidence, EvidencePlace, ProviderAnswer } from '../../../shared/provider-finding.ts';

/**
 * What the first of `places` with strong evidence says, when it says one thing. `around`: values that are made with another one and name the whole; where they have strong
 * evidence anywhere, they stand for it.
 */
export function decideByEvidence<Value extends string>(
  found: readonly Evidence<Value>[],
  places: readonly EvidencePlace[],
  around: ReadonlyMap<Value, ReadonlySet<Value>> = new Map(),
): ProviderAnswer<Value> {
  const strong = found.filter((one) => one.grade === 'strong');
  const wrapped = (value: Value) => strong.find((one) => around.get(value)?.has(one.speaksFor))?.speaksFor ?? value;
  for (const place of places) {
    const [value, ...others] = new Set(strong.filter((one) => one.seen === place).map((one) => wrapped(one.speaksFor)));
    if (value !== undefined) return answer(others.length === 0 ? value : 'unknown', found);
  }
  return answer('unknown', found);
}

/** An answer with its evidence: what decides first, then what else speaks for it, then what speaks for something else. */
export function answer<Value extends string>(value: Value | 'unknown', found: readonly Evidence<Value>[]): ProviderAnswer<Value> {
  const rank = (one: Evidence<Value>) => (one.speaksFor === value ? 0 : 2) + (one.grade === 'strong' ? 0 : 1);
  return { value, evidence: [...found].sort((left, right) => rank(left) - rank(right)) };
}
