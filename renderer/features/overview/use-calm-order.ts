import { useEffect, useState } from 'react';

/** While somebody points at a list, a new order waits this long, in ms (design.md): what is about to be pressed must not move away. */
const waitMs = 2_000;

/** Items in the order given, or, while `held`, for two seconds in the order before; new ones stand at the end until then, and those that went are gone. */
export function useCalmOrder<Item>(items: readonly Item[], keyOf: (item: Item) => string, held: boolean): readonly Item[] {
  const wanted = items.map(keyOf).join('\n');
  const [order, setOrder] = useState(wanted);
  useEffect(() => {
    if (order === wanted) return;
    if (!held) {
      setOrder(wanted);
      return;
    }
    const timer = setTimeout(() => setOrder(wanted), waitMs);
    return () => clearTimeout(timer);
  }, [order, wanted, held]);
  if (!held || order === wanted) return items;
  const place = new Map(order.split('\n').map((key, index) => [key, index]));
  const placeOf = (item: Item) => place.get(keyOf(item)) ?? items.length;
  return [...items].sort((a, b) => placeOf(a) - placeOf(b));
}
