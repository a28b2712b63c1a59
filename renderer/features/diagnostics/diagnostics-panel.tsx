import { ClipboardCopy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { diagnosticsReport } from '../../../shared/diagnostics-report.ts';
import { readLag } from '../../bridge/lag-meter.ts';
import { useNow } from '../../state/clock.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { formatElapsed } from '../../ui/format-time.ts';
import { showToast } from '../../ui/toasts.tsx';
import { ContextFigures } from './context-figures.tsx';
import css from './diagnostics.module.css';
import { rateKey } from './event-rates.ts';
import { LoopFigures } from './loop-figures.tsx';
import { type Measured, useDiagnostics } from './use-diagnostics.ts';
import { VersionLine } from './version-line.tsx';

/** Answers come every second; one that is this late, in ms, waits for a loop that does not turn. */
const answerIsLateMs = 4_000;

/** How the data path does: per context and list, per event loop, and all of it as text for a bug report. Measures only while it is mounted. */
export function DiagnosticsPanel() {
  const { t, i18n } = useTranslation('diagnostics');
  const { measured, error } = useDiagnostics();
  const copy = async () => {
    if (measured === null) return;
    const copied = await copyText(reportOf(measured, i18n.language));
    showToast(copied ? { mark: 'done', title: t('copied') } : { mark: 'attention', title: t('notCopied') });
  };
  return (
    <section className={css.panel} aria-label={t('title')}>
      <header className={css.head}>
        <Note takenAt={measured?.diagnostics.takenAt ?? null} />
        <span className={css.space} />
        <Button icon={ClipboardCopy} size="small" disabled={measured === null} onClick={() => void copy()}>
          {t('copy')}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key (axe scrollable-region-focusable) */}
      <section className={css.body} tabIndex={0} aria-label={t('figures')}>
        {error === null ? null : <ErrorNote error={error} />}
        {measured === null ? null : (
          <>
            <ContextFigures measured={measured} />
            <LoopFigures measured={measured} />
            <VersionLine versions={measured.diagnostics.versions} />
          </>
        )}
      </section>
    </section>
  );
}

/** A process or thread that does not answer is what diagnostics are for: what stands here is then as of some time ago. */
function Note({ takenAt }: { takenAt: number | null }) {
  const { t } = useTranslation('diagnostics');
  const silent = useNow() - (takenAt ?? Number.POSITIVE_INFINITY);
  return silent > answerIsLateMs ? (
    <span className={classes(css.note, css.bad)} role="status">
      {t('silent', { elapsed: formatElapsed(silent) })}
    </span>
  ) : (
    <span className={css.note}>{t('note')}</span>
  );
}

function reportOf({ diagnostics, rates, page }: Measured, language: string): string {
  return diagnosticsReport(diagnostics, {
    ...page,
    lagOf: readLag,
    rateOf: (contextId, source) => rates.get(rateKey(contextId, source)) ?? null,
    windowSize: `${window.innerWidth}x${window.innerHeight}`,
    language,
  });
}
