import { Activity, PanelBottomOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../state/clock.ts';
import { unknownStatus, useContexts } from '../state/contexts-store.ts';
import { isShown } from '../state/dock-layout.ts';
import { toggleDiagnostics, toggleDock, useDock } from '../state/dock-store.ts';
import { useScope } from '../state/scope.ts';
import { classes } from '../ui/classes.ts';
import { formatClock, zoneName } from '../ui/format-time.ts';
import { FreshnessShape } from '../ui/freshness-mark.tsx';
import { type FreshnessKind, freshnessWords } from '../ui/freshness-words.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { type StatusFact, useFactsOf } from '../ui/status-facts.ts';
import { activeBindings, useFocusedRegion, useKeyScopes } from '../ui/use-keys.ts';
import { DrainMark } from './drain-mark.tsx';
import { GradeWords } from './grade-frame.tsx';
import css from './status-bar.module.css';

/** design.md: up to 9 hints for where the focus is. The narrow window hides those after the sixth. */
const hintsShown = 9;

const order: readonly FreshnessKind[] = ['live', 'quiet', 'listing', 'stale', 'unreachable', 'noLogin', 'forbidden', 'off'];

/** The bottom line: what the keys do here, how fresh what is shown is, what time it is. */
export function StatusBar() {
  const { t, i18n } = useTranslation('shell');
  const now = useNow();
  const scope = useScope();
  const statuses = useContexts((state) => state.statuses);
  const diagnostics = useDock((dock) => dock.tabs.some((tab) => tab.type === 'diagnostics' && isShown(dock, tab.id)));
  const region = useFocusedRegion();
  const hints = activeBindings(useKeyScopes(), region).filter((binding) => binding.hint);
  const facts = useFactsOf(region);

  const counts = new Map<FreshnessKind, number>();
  for (const id of scope.contextIds) {
    const { kind } = freshnessWords((statuses[id] ?? unknownStatus).freshness, now, true);
    const shown = kind === 'connecting' ? 'listing' : kind === 'partial' ? 'live' : kind;
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return (
    <footer className={css.bar}>
      <span className={css.hints}>
        {hints.slice(0, hintsShown).map((binding) => (
          <KeyHint key={binding.keys} keys={binding.hintKeys ?? binding.keys} label={binding.hintLabel ?? binding.label} />
        ))}
      </span>
      <span className={css.space} />
      {facts.map((fact) => (
        <Fact key={fact.text} fact={fact} />
      ))}
      <DrainMark />
      <HiddenDock />
      <GradeWords />
      <button type="button" className={css.totals} title={t('status.diagnostics')} aria-expanded={diagnostics} onClick={toggleDiagnostics}>
        <Activity size={12} aria-hidden="true" />
        <span className="visually-hidden">{t('status.diagnostics')}</span>
        {/* What is read in the part that has the focus stands instead of what the table reads. */}
        {(facts.length > 0 ? [] : order)
          .filter((kind) => counts.has(kind))
          .map((kind) => (
            <span key={kind} className={classes(css.total, css[kind])}>
              <FreshnessShape kind={kind} />
              {t(`status.${kind}`, { count: counts.get(kind) ?? 0 })}
            </span>
          ))}
      </button>
      <span className={css.clock}>
        {formatClock(now)} {zoneName(now, i18n.language)}
      </span>
    </footer>
  );
}

function Fact({ fact: { kind, text } }: { fact: StatusFact }) {
  return (
    <span className={classes(css.total, kind !== 'plain' && css[kind])}>
      {kind === 'plain' ? null : <FreshnessShape kind={kind} />}
      {text}
    </span>
  );
}

/** Views in a hidden dock go on reading: that is said, with the way back. */
function HiddenDock() {
  const { t } = useTranslation('dock');
  const count = useDock((dock) => (dock.size === 'hidden' ? dock.tabs.length : 0));
  return count === 0 ? null : (
    <button type="button" className={css.totals} aria-keyshortcuts="Control+J Meta+J" onClick={toggleDock}>
      <PanelBottomOpen size={12} aria-hidden="true" />
      {t('hidden', { count })}
    </button>
  );
}
