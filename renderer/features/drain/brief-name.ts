import { visibleText } from '../../../shared/visible-text.ts';

/** Fewest letters that two names share before what they share is left out, and that must be left then, with their dash. */
const shortest = 6;
const leastLeft = 4;

/** A pod's name beside that of another one: what they share up to a dash is left out (`…-f8w2c`). The whole name where they share little. */
export function briefName(name: string, beside: string): string {
  let same = 0;
  while (same < name.length && same < beside.length && name[same] === beside[same]) same++;
  const cut = name.lastIndexOf('-', same);
  return visibleText(cut >= shortest && name.length - cut >= leastLeft && name !== beside ? `…${name.slice(cut)}` : name);
}
