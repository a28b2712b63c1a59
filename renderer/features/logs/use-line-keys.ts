import { useTranslation } from 'react-i18next';
import { copyText } from '../../ui/copy-button.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { wholeLines } from './copy-lines.ts';
import type { LineScroller } from './line-scroller.ts';
import type { LogViewModel } from './log-view-model.ts';

/** The keyboard of the lines, as k9s and less have it. Keys of the toolbar (follow, search, wrap) are not here. */
export function useLineKeys(model: LogViewModel, scroller: LineScroller, act: { open: () => void; close: (() => void) | null }): void {
  const { t } = useTranslation('log-lines');
  const page = () => scroller.pageRows();
  const mark = () => {
    const row = scroller.cursorRow();
    if (row) model.toggleMarked(row.id);
  };
  const copy = async () => {
    const row = scroller.cursorRow();
    if (row?.type !== 'line') return;
    const copied = await copyText((await wholeLines(model, [row])).join('\n'));
    showToast(copied ? { mark: 'done', title: t('copied') } : { mark: 'attention', title: t('notCopied') });
  };
  useKeys(t('keys.scope'), [
    { keys: 'j', label: t('keys.down'), run: () => scroller.moveCursor(1) },
    { keys: 'k', label: t('keys.up'), run: () => scroller.moveCursor(-1) },
    { keys: 'arrowdown', label: t('keys.down'), run: () => scroller.moveCursor(1) },
    { keys: 'arrowup', label: t('keys.up'), run: () => scroller.moveCursor(-1) },
    { keys: 'pagedown', label: t('keys.pageDown'), run: () => scroller.moveCursor(page()) },
    { keys: 'pageup', label: t('keys.pageUp'), run: () => scroller.moveCursor(-page()) },
    { keys: 'home', label: t('keys.first'), run: () => scroller.toStart() },
    { keys: 'g g', label: t('keys.first'), run: () => scroller.toStart() },
    { keys: 'end', label: t('keys.last'), run: () => scroller.toEnd() },
    { keys: 'G', label: t('keys.last'), run: () => scroller.toEnd() },
    { keys: 'enter', label: t('keys.open'), run: act.open },
    { keys: 'y', label: t('menu.copy'), run: () => void copy() },
    { keys: 'm', label: t('keys.mark'), hint: true, run: mark },
    { keys: 'M', label: t('keys.nextMark'), run: () => void goToNextMarked(model, scroller) },
    ...(act.close ? [{ keys: 'escape', label: t('keys.close'), run: act.close }] : []),
  ]);
}

/** Goes to the next line that the reader marked, round the end; ids grow with arrival, places are asked for. */
async function goToNextMarked(model: LogViewModel, scroller: LineScroller): Promise<void> {
  const from = scroller.cursorPosition();
  const places = await Promise.all([...model.slices.get('marked')].map((id) => model.locate({ id })));
  const positions = places.flatMap((place) => (place.ok && place.value ? [place.value] : [])).sort((a, b) => a.position - b.position);
  const next = positions.find(({ position }) => position > from) ?? positions[0];
  if (next) await model.reveal({ id: next.id });
}
