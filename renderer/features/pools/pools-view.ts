import { useLocation, useSearch } from 'wouter';

/** What the page of pools shows. */
export const poolsViews = ['pools', 'capacity', 'components'] as const;

/** One of `poolsViews`. */
export type PoolsView = (typeof poolsViews)[number];

/** What the address says of the page: the view (`show`), and whether pools stand without heads (`flat`). */
export function usePoolsView(): {
  readonly view: PoolsView;
  readonly flat: boolean;
  readonly setView: (view: PoolsView) => void;
  readonly setFlat: (flat: boolean) => void;
} {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const params = new URLSearchParams(search);
  const change = (name: string, value: string | null) => {
    const next = new URLSearchParams(window.location.search);
    if (value === null) next.delete(name);
    else next.set(name, value);
    const query = next.toString();
    navigate(query === '' ? path : `${path}?${query}`, { replace: true });
  };
  return {
    view: poolsViews.find((view) => view === params.get('show')) ?? 'pools',
    flat: params.get('flat') === '1',
    setView: (view) => change('show', view === 'pools' ? null : view),
    setFlat: (flat) => change('flat', flat ? '1' : null),
  };
}
