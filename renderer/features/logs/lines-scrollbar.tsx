import { useLayoutEffect, useRef } from 'react';
import css from './lines.module.css';

/** Difference in px below which the thumb stands where it should: scroll positions are rounded to device pixels. */
const tolerance = 1.5;

/**
 * A native scrollbar beside rows that are not in a scrolling element: its length is capped, its place proportional. `onFraction` is
 * called when the reader moved it, never for a `fraction` that was set.
 */
export function LinesScrollbar({
  fraction,
  track,
  onFraction,
}: {
  fraction: number;
  track: number;
  onFraction: (fraction: number) => void;
}) {
  const bar = useRef<HTMLDivElement>(null);
  /** Where it was put last, px: what stands elsewhere was moved by the reader, though its event may still be to come. */
  const placed = useRef(0);
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const length = element.scrollHeight - element.clientHeight;
    const wanted = fraction * length;
    // A track that became shorter moves it too.
    const moved = placed.current <= length + tolerance && Math.abs(element.scrollTop - placed.current) > tolerance;
    if (moved) return;
    if (Math.abs(element.scrollTop - wanted) > tolerance) element.scrollTop = wanted;
    placed.current = element.scrollTop;
  });
  return (
    <div
      ref={bar}
      className={css.scrollbar}
      // The rows have the keyboard; this is for the pointer.
      tabIndex={-1}
      aria-hidden="true"
      onScroll={({ currentTarget: element }) => {
        const length = element.scrollHeight - element.clientHeight;
        // The event comes later, when the bar may have another length already (a strip appeared above the lines).
        const ours = Math.abs(element.scrollTop - placed.current) <= tolerance || placed.current > length + tolerance;
        if (length <= 0 || ours || Math.abs(element.scrollTop - fraction * length) <= tolerance) return;
        placed.current = element.scrollTop;
        onFraction(element.scrollTop >= length - tolerance ? 1 : element.scrollTop / length);
      }}
    >
      <div style={{ height: track }} />
    </div>
  );
}
