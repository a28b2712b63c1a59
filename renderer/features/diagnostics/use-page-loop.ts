import { useEffect, useRef } from 'react';
import { LastMinute } from '../../../shared/last-minute.ts';

/** Shorter tasks are not reported by the browser (Long Tasks API, 50 ms), and are not felt. */
export const shortestLongTaskMs = 50;

/** What the page knows of its own loop: the longest task of the last minute in ms (null = none of 50 ms or more), and its heap. */
export interface PageLoop {
  readonly stallMs: number | null;
  /** Null in browsers that do not tell. */
  readonly heapBytes: number | null;
}

/** Listens for long tasks while the caller is mounted; the returned function reads the present value. The browser measures anyway, so it costs nothing. */
export function usePageLoop(): () => PageLoop {
  const minute = useRef(new LastMinute());
  useEffect(() => {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) minute.current.record(entry.duration, performance.now());
    });
    observer.observe({ type: 'longtask' });
    return () => observer.disconnect();
  }, []);
  return () => ({ stallMs: minute.current.read(performance.now())?.longest ?? null, heapBytes: heapOf(performance) });
}

/** `performance.memory` is Chromium's own and not part of the standard's types. */
function heapOf(from: object): number | null {
  if (!('memory' in from)) return null;
  const { memory } = from;
  return typeof memory === 'object' && memory !== null && 'usedJSHeapSize' in memory && typeof memory.usedJSHeapSize === 'number'
    ? memory.usedJSHeapSize
    : null;
}
