import { useRef } from 'react';
import type { LogSource } from '../../../shared/logs.ts';

/** Names of all containers that were seen, in alphabetical order. Those that are no longer read stay, so that they can be chosen again. */
export function useContainerNames(sources: readonly LogSource[]): readonly string[] {
  const seen = useRef<readonly string[]>([]);
  const missing = sources.map(({ container }) => container).filter((name) => !seen.current.includes(name));
  if (missing.length > 0) seen.current = [...new Set([...seen.current, ...missing])].sort();
  return seen.current;
}
