import { useEffect, useState } from 'react';

/** Rows that appear in one frame: making the elements of a whole screen at once holds the page up for longer than a frame or three. */
const rowsPerFrame = 10;

/** How many of `count` rows to render now: more with every frame until all are there; once they were, always all of that many. */
export function useGradualCount(count: number): number {
  const [allowed, setAllowed] = useState(rowsPerFrame);
  const more = count > allowed;
  useEffect(() => {
    if (!more) return;
    const frame = requestAnimationFrame(() => setAllowed(allowed + rowsPerFrame));
    return () => cancelAnimationFrame(frame);
  }, [more, allowed]);
  return Math.min(count, allowed);
}
