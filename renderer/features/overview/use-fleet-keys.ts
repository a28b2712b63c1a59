import { type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { useScope } from '../../state/scope.ts';
import type { KeyBinding } from '../../ui/key-map.ts';
import type { FleetCluster } from './plan-fleet.ts';
import type { ProblemTableHandle } from './problem-table.tsx';
import { useProblemBindings } from './use-problem-keys.ts';
import type { Problems } from './use-problems.ts';

/** The two parts that the cursor goes through, one after the other. */
type Part = 'clusters' | 'problems';

/**
 * The keyboard of the fleet: one cursor that goes through the clusters and on through the problems. On a cluster it is the focus of its name, which is a link; on a problem
 * it is a row of the grid.
 */
export function useFleetKeys({
  clusters,
  problems,
  handle,
  place,
  view,
  toggleView,
}: {
  clusters: readonly FleetCluster[];
  problems: Problems;
  handle: RefObject<ProblemTableHandle | null>;
  /** The element around the clusters. */
  place: RefObject<HTMLElement | null>;
  view: 'panels' | 'compact';
  toggleView: () => void;
}): {
  readonly bindings: readonly KeyBinding[];
  readonly part: Part;
  /** The cluster that is in the order of tab. */
  readonly current: ContextId | null;
  readonly onFocusCluster: (id: ContextId) => void;
  readonly onFocusProblems: () => void;
} {
  const { t } = useTranslation('overview');
  const scope = useScope();
  const [focused, setFocused] = useState<Part | null>(null);
  const [id, setId] = useState<ContextId | null>(null);
  // Where nothing was touched yet, problems are what people read; many clusters are read as a list.
  const usual = view === 'compact' || problems.rows.length === 0 ? 'clusters' : 'problems';
  const part = focused ?? usual;
  const at = clusters.findIndex(({ context }) => context.id === id);
  const onClusters = part === 'clusters';

  const focusCluster = (index: number) => {
    const next = clusters[Math.min(Math.max(index, 0), clusters.length - 1)];
    if (next === undefined) return;
    setId(next.context.id);
    setFocused('clusters');
    place.current?.querySelector<HTMLElement>(`[data-cluster="${CSS.escape(next.context.id)}"]`)?.focus();
  };
  const move = (by: 1 | -1) => {
    if (by === 1 && at === clusters.length - 1 && problems.rows.length > 0) {
      setFocused('problems');
      problems.moveTo(0);
      handle.current?.focus();
      handle.current?.scrollToIndex(0);
    } else focusCluster(at < 0 ? 0 : at + by);
  };
  const cluster = clusters[at];
  const ofProblems = useProblemBindings({
    problems,
    handle,
    active: !onClusters,
    before: () => focusCluster(clusters.length - 1),
  });
  const onlyId = onClusters ? cluster?.context.id : problems.row?.contextId;
  const bindings: readonly KeyBinding[] = [
    { keys: 'j', label: t('keys.down'), hint: true, hintKeys: 'j k', hintLabel: t('keys.move'), enabled: onClusters, run: () => move(1) },
    { keys: 'k', label: t('keys.up'), enabled: onClusters, run: () => move(-1) },
    { keys: 'arrowdown', label: t('keys.down'), enabled: onClusters, run: () => move(1) },
    { keys: 'arrowup', label: t('keys.up'), enabled: onClusters, run: () => move(-1) },
    { keys: 'arrowright', label: t('keys.down'), enabled: onClusters && view === 'panels', run: () => move(1) },
    { keys: 'arrowleft', label: t('keys.up'), enabled: onClusters && view === 'panels', run: () => move(-1) },
    { keys: 'g g', label: t('keys.first'), enabled: onClusters, run: () => focusCluster(0) },
    { keys: 'G', label: t('keys.last'), enabled: onClusters, run: () => focusCluster(clusters.length - 1) },
    {
      keys: '.',
      label: t('keys.only'),
      hint: true,
      enabled: onlyId !== undefined,
      run: () => onlyId && scope.setContexts([onlyId]),
    },
    { keys: 'v', label: t('keys.view'), hint: onClusters, run: toggleView },
    ...ofProblems.filter(({ keys }) => keys !== '.'),
  ];
  return {
    bindings,
    part,
    current: cluster?.context.id ?? clusters[0]?.context.id ?? null,
    onFocusCluster: useCallback((contextId: ContextId) => {
      setFocused('clusters');
      setId(contextId);
    }, []),
    onFocusProblems: useCallback(() => setFocused('problems'), []),
  };
}
