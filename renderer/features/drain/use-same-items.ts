import { useRef } from 'react';

/** The list of the render before when it had the same items in the same order, so that what is made of it is not made again. */
export function useSameItems<Item>(items: readonly Item[]): readonly Item[] {
  const kept = useRef(items);
  const same = kept.current.length === items.length && items.every((item, index) => Object.is(item, kept.current[index]));
  if (!same) kept.current = items;
  return kept.current;
}
