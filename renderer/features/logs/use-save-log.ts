import { Braces, FileText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../state/settings-store.ts';
import { downloadFile } from '../../ui/download-file.ts';
import { formatBytes } from '../../ui/format-bytes.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import type { LogViewModel, SaveOptions } from './log-view-model.ts';
import { saveName } from './save-name.ts';

/** How often the size of a file that is being made is shown, in ms. */
const progressMs = 500;

/** The entries of the save menu; while a file is made, the one that stops it. `title` names the file. */
export function useSaveLog(model: LogViewModel, title: string): { readonly entries: readonly MenuEntry[]; readonly saving: boolean } {
  const { t, i18n } = useTranslation('logs');
  const describe = useDescribeError();
  const { saveTimestamps: timestamps, savePrefix: prefix } = useSettings((state) => state.settings.logs);
  const change = useSettings((state) => state.change);
  const [characters, setCharacters] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const save = async (options: SaveOptions) => {
    const controller = new AbortController();
    stop.current = controller;
    let shownAt = performance.now();
    setCharacters(0);
    const result = await model.save(options, controller.signal, (soFar) => {
      if (performance.now() - shownAt < progressMs) return;
      shownAt = performance.now();
      setCharacters(soFar);
    });
    stop.current = null;
    setCharacters(null);
    if (controller.signal.aborted) return;
    if (!result.ok) {
      const { title: why, detail } = describe(result.error);
      showToast({ mark: 'broken', title: t('save.failed'), detail: detail ?? why, sticky: true });
      return;
    }
    const name = saveName(title, options.format, Date.now());
    const { blob, missing } = result.value;
    downloadFile(name, blob.type, blob);
    const size = formatBytes(blob.size, i18n.language);
    if (missing === 0) showToast({ mark: 'done', title: t('save.done', { name }), detail: size });
    else
      showToast({ mark: 'attention', title: t('save.done', { name }), detail: t('save.missing', { count: missing, size }), sticky: true });
  };

  if (characters !== null) {
    const size = formatBytes(characters, i18n.language);
    return { saving: true, entries: [{ label: t('save.stop', { size }), run: () => stop.current?.abort() }] };
  }
  const plain = (what: 'visible' | 'all') => () => void save({ what, format: 'plain', timestamps, prefix });
  const json = (what: 'visible' | 'all') => () => void save({ what, format: 'ndjson', timestamps: true, prefix: true });
  return {
    saving: false,
    entries: [
      { label: t('save.visible'), icon: FileText, run: plain('visible') },
      { label: t('save.all'), icon: FileText, run: plain('all') },
      { label: t('save.visibleJson'), icon: Braces, run: json('visible') },
      { label: t('save.allJson'), icon: Braces, run: json('all') },
      { type: 'separator' },
      {
        type: 'check',
        label: t('save.timestamps'),
        checked: timestamps,
        keepOpen: true,
        run: () => change({ logs: { saveTimestamps: !timestamps } }),
      },
      { type: 'check', label: t('save.prefix'), checked: prefix, keepOpen: true, run: () => change({ logs: { savePrefix: !prefix } }) },
    ],
  };
}
