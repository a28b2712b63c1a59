import type { SourceName } from './source-name.ts';

/** Letters of the base that stay however narrow it is, with the sign of the cut: fewer say nothing. */
const leastBase = 4;
/** Shortest piece of a container's name that says something, with its blank and the sign of the cut. */
const leastContainer = 3;

/**
 * A source's name as one text of at most `room` letters (more only where the suffix alone is longer). The base gives way first, in the
 * middle; then the container, at its end; what tells pods apart stays.
 */
export function shortenSource({ base, suffix, container }: SourceName, room: number): string {
  const forTail = room - suffix.length - Math.min(base.length, leastBase);
  const tail = shorten(container === '' ? '' : ` ${container}`, forTail < leastContainer ? 0 : forTail);
  return shorten(base, room - suffix.length - tail.length) + suffix + tail;
}

function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  return room <= 0 ? '' : `${text.slice(0, room - 1)}…`;
}
