import { Braces, Sheet } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { downloadFile } from '../../ui/download-file.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { exportFile, exportName } from './export-file.ts';
import type { JournalFilters } from './journal-filters.ts';

/** How often the number of entries of a file that is being made is shown, in ms. */
const progressMs = 500;

/** The entries of the export menu; while a file is made, the one that stops it. */
export function useExportJournal(filters: JournalFilters): { readonly entries: readonly MenuEntry[]; readonly busy: boolean } {
  const { t } = useTranslation('journal');
  const bridge = useBridge();
  const describe = useDescribeError();
  const [count, setCount] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const save = async (format: 'ndjson' | 'csv') => {
    const controller = new AbortController();
    stop.current = controller;
    let shownAt = performance.now();
    setCount(0);
    const result = await exportFile(bridge, { ...filters, format }, controller.signal, (soFar) => {
      if (performance.now() - shownAt < progressMs) return;
      shownAt = performance.now();
      setCount(soFar);
    });
    stop.current = null;
    setCount(null);
    if (controller.signal.aborted) return;
    if (!result.ok) {
      const { title: why, detail } = describe(result.error);
      showToast({ mark: 'broken', title: t('export.failed'), detail: detail ?? why, sticky: true });
      return;
    }
    const name = exportName(format, Date.now());
    const { blob, entries, missing } = result.value;
    downloadFile(name, blob.type, blob);
    const title = t('export.done', { name });
    if (missing === 0) showToast({ mark: 'done', title, detail: t('export.detail', { count: entries }) });
    else showToast({ mark: 'attention', title, detail: t('export.missing', { count: missing }), sticky: true });
  };

  if (count !== null) return { busy: true, entries: [{ label: t('export.stop', { count }), run: () => stop.current?.abort() }] };
  return {
    busy: false,
    entries: [
      { type: 'heading', label: t('export.what') },
      { label: t('export.csv'), icon: Sheet, run: () => void save('csv') },
      { label: t('export.ndjson'), icon: Braces, run: () => void save('ndjson') },
    ],
  };
}
