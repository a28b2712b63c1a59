import type { DrainAccess, DrainRight } from '../../../shared/drain-access.ts';

/** What is said of the rights of a drain in one context. */
export interface RightsWords {
  readonly health: 'ok' | 'forbidden' | 'unknown';
  /** Those that are missing or that nobody knows of: first what stops the drain, then what makes it know less. */
  readonly lacking: readonly { readonly right: DrainRight; readonly text: string }[];
}

/** The rights that a drain lacks. `text` is what `kubectl auth can-i` would be asked: `create pods/eviction`. */
export function rightsWords({ answer, rights }: DrainAccess): RightsWords {
  const lacking = rights.filter((right) => right.answer !== 'allowed');
  const rank = ({ need, answer: each }: DrainRight) => (need === 'run' ? 0 : 2) + (each === 'denied' ? 0 : 1);
  return {
    health: answer === 'allowed' ? 'ok' : answer === 'denied' ? 'forbidden' : 'unknown',
    lacking: [...lacking].sort((a, b) => rank(a) - rank(b)).map((right) => ({ right, text: textOf(right) })),
  };
}

function textOf({ verb, group, resource, subresource, name }: DrainRight): string {
  const kind = group === '' ? resource : `${resource}.${group}`;
  const what = subresource === '' ? kind : `${kind}/${subresource}`;
  return name === '' ? `${verb} ${what}` : `${verb} ${what} ${name}`;
}
