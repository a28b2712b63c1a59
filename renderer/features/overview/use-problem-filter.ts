import { useLocation, useSearch } from 'wouter';
import type { ProblemFilter } from './plan-problem-rows.ts';

const filters: readonly ProblemFilter[] = ['all', 'broken', 'attention', 'unknown', 'ignored'];

/** What the address says the list of problems is narrowed to (`show`), and how to change it. */
export function useProblemFilter(): { readonly filter: ProblemFilter; readonly setFilter: (filter: ProblemFilter) => void } {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const asked = new URLSearchParams(search).get('show');
  return {
    filter: filters.find((filter) => filter === asked) ?? 'all',
    setFilter: (filter) => {
      const params = new URLSearchParams(window.location.search);
      if (filter === 'all') params.delete('show');
      else params.set('show', filter);
      const query = params.toString();
      navigate(query === '' ? path : `${path}?${query}`, { replace: true });
    },
  };
}
