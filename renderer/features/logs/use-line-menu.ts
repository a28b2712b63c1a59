import { Copy, Crosshair, EyeOff, Filter, FilterX, Flag, PanelBottom, Server, SquareDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LogSource } from '../../../shared/logs.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { copyText } from '../../ui/copy-button.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { wholeLines } from './copy-lines.ts';
import type { LineActions } from './line-actions.ts';
import type { LogViewModel } from './log-view-model.ts';
import { type LineRow, prefixedLine } from './plan-row.ts';
import type { SourceLook } from './source-looks.ts';

/** Sources that the menu offers for the same moment; more are found in the list of sources. */
const mostSources = 24;
/** Letters of a line that a filter made from it takes when nothing is selected. */
const longestPattern = 200;

/** The menu of one line. `selected` is the text that is selected within it; empty = none. */
export function useLineMenu(
  model: LogViewModel,
  looks: ReadonlyMap<number, SourceLook>,
  actions: LineActions,
  open: (id: number) => void,
): (row: LineRow, source: LogSource | undefined, selected: string) => MenuEntry[] {
  const { t } = useTranslation('log-lines');
  return (row, source, selected) => {
    const copy = async (prefix: boolean) => {
      const [text = ''] = await wholeLines(model, [row]);
      await copyText(prefix ? prefixedLine(row, source, text) : text);
    };
    const others = [...looks].filter(([number]) => number !== row.source);
    const pattern = { text: (selected.trim() || row.text.trim()).slice(0, longestPattern), regex: false, matchCase: true };
    const { include, exclude, openPod, openNode, solo, hide } = actions;
    const entries: (MenuEntry | null)[] = [
      { label: t('menu.open'), icon: PanelBottom, keys: 'enter', run: () => open(row.id) },
      { label: t('menu.mark'), icon: Flag, keys: 'm', run: () => model.toggleMarked(row.id) },
      { type: 'separator' },
      selected === '' ? null : { label: t('menu.copySelected'), icon: Copy, run: () => void copyText(selected) },
      { label: t('menu.copy'), icon: Copy, run: () => void copy(false) },
      { label: t('menu.copyPrefixed'), icon: Copy, run: () => void copy(true) },
      { type: 'separator' },
      source && openPod ? { label: t('menu.pod', { pod: visibleText(source.pod) }), icon: SquareDashed, run: () => openPod(source) } : null,
      source && openNode && source.node !== ''
        ? { label: t('menu.node', { node: visibleText(source.node) }), icon: Server, run: () => openNode(source) }
        : null,
      others.length > 0
        ? {
            type: 'sub',
            label: t('menu.sameTime'),
            icon: Crosshair,
            entries: others
              .slice(0, mostSources)
              .map(([number, look]) => ({ label: look.name, run: () => void model.reveal({ time: row.time, source: number }) })),
          }
        : null,
      { type: 'separator' },
      source && solo ? { label: t('menu.solo'), icon: Filter, run: () => solo(source) } : null,
      source && hide ? { label: t('menu.hide'), icon: EyeOff, run: () => hide(source) } : null,
      include && pattern.text !== '' ? { label: t('menu.include'), icon: Filter, run: () => include(pattern) } : null,
      exclude && pattern.text !== '' ? { label: t('menu.exclude'), icon: FilterX, run: () => exclude(pattern) } : null,
    ];
    return withoutEdges(entries.filter((entry) => entry !== null));
  };
}

/** No separator at an end or after another. */
function withoutEdges(entries: readonly MenuEntry[]): MenuEntry[] {
  const kept = entries.filter((entry, index) => entry.type !== 'separator' || (index > 0 && entries[index - 1]?.type !== 'separator'));
  return kept.at(-1)?.type === 'separator' ? kept.slice(0, -1) : kept;
}
