import { useTranslation } from 'react-i18next';
import { logFontSizes } from '../../../shared/settings.ts';
import { useSettings } from '../../state/settings-store.ts';
import type { KeyBinding } from '../../ui/key-map.ts';
import { useKeys } from '../../ui/use-keys.ts';
import type { LogViewModel } from './log-view-model.ts';
import { nextTimes } from './times.ts';
import type { LogFilterControl } from './use-log-filter.ts';
import type { LogSearchControl } from './use-log-search.ts';

/**
 * The keys of a log view that are not about moving over its lines. They work while the focus is in the view. Stands behind the lines in the
 * tree: what came later is hinted at first.
 */
export function LogKeys({
  model,
  search,
  filter,
  sourceKeys,
  focusSearch,
  openOptions,
}: {
  model: LogViewModel;
  search: LogSearchControl;
  filter: LogFilterControl;
  /** What names the first nine sources, as the list shows them. */
  sourceKeys: readonly string[];
  focusSearch: () => void;
  openOptions: () => void;
}) {
  const { t } = useTranslation('logs');
  const { wrap, times, fontSize, histogram } = useSettings((state) => state.settings.logs);
  const change = useSettings((state) => state.change);
  const size = (by: number) =>
    change({ logs: { fontSize: Math.max(logFontSizes.smallest, Math.min(logFontSizes.largest, fontSize + by)) } });
  const digits = Array.from({ length: 9 }, (_, index): KeyBinding => {
    const key = sourceKeys[index];
    return {
      keys: String(index + 1),
      label: t('keys.solo'),
      enabled: key !== undefined,
      ...(index === 0 ? { hint: true, hintKeys: '1-9' } : {}),
      run: () => {
        if (key !== undefined) filter.solo(key);
      },
    };
  });
  const step = (keys: string, backwards: boolean): KeyBinding => ({
    keys,
    label: t(backwards ? 'keys.previous' : 'keys.next'),
    ...(backwards ? {} : { hint: true, hintKeys: 'n N', hintLabel: t('keys.nextPrevious') }),
    run: () => search.go(backwards),
  });
  useKeys(t('keys.scope'), [
    { keys: 'F', label: t('keys.follow'), hint: true, run: () => model.follow(true) },
    { keys: '/', label: t('keys.search'), hint: true, run: focusSearch },
    step('n', false),
    step('N', true),
    { keys: 'w', label: t('keys.wrap'), hint: true, run: () => change({ logs: { wrap: !wrap } }) },
    { keys: 't', label: t('keys.times'), hint: true, run: () => change({ logs: { times: nextTimes(times) } }) },
    ...digits,
    { keys: '0', label: t('keys.all'), run: filter.showAllSources },
    { keys: 'L', label: t('keys.levels'), run: () => filter.setLevels(nextLevels[filter.parts.levels]) },
    { keys: 'T', label: t('keys.chart'), run: () => change({ logs: { histogram: !histogram } }) },
    { keys: 'o', label: t('keys.options'), run: openOptions },
    { keys: '+', label: t('keys.larger'), run: () => size(1) },
    { keys: '-', label: t('keys.smaller'), run: () => size(-1) },
  ]);
  return null;
}

const nextLevels = { all: 'warn', warn: 'error', error: 'all' } as const;
