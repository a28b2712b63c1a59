import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogPattern } from '../../../shared/logs.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import css from './filter-bar.module.css';
import { hasParts } from './filter-parts.ts';
import type { LogViewModel } from './log-view-model.ts';
import { useSlice } from './slices.ts';
import type { LogFilterControl } from './use-log-filter.ts';

/** What the filter consists of, each part with its own way out. Levels and sources show their state elsewhere; they are not repeated. */
export function FilterBar({ model, filter }: { model: LogViewModel; filter: LogFilterControl }) {
  const { t } = useTranslation('logs');
  const { progress, error } = useSlice(model.slices, 'filter');
  const { include, exclude, context } = filter.parts;
  if (include.length === 0 && exclude.length === 0 && context === 0 && error === null) return null;
  const chips = (kind: 'include' | 'exclude') =>
    filter.parts[kind].map((pattern) => (
      <Chip
        key={`${kind} ${pattern.regex} ${pattern.matchCase} ${pattern.text}`}
        onRemove={() => filter.remove(kind, pattern)}
        name={pattern.text}
      >
        <code>{patternText(pattern)}</code>
      </Chip>
    ));
  return (
    <section className={css.bar} aria-label={t('filter.label')}>
      {include.length > 0 ? <span className={css.word}>{t('filter.only')}</span> : null}
      {chips('include')}
      {exclude.length > 0 ? <span className={css.word}>{t('filter.not')}</span> : null}
      {chips('exclude')}
      {context > 0 ? (
        <Chip onRemove={() => filter.setContext(0)} name={t('filter.around', { count: context })}>
          {t('filter.around', { count: context })}
        </Chip>
      ) : null}
      {error === null ? null : (
        <span className={css.error} role="status">
          <HealthShape health="attention" decorative />
          {t('filter.error', { detail: error })}
        </span>
      )}
      {progress < 1 ? <span className={css.word}>{t('filter.progress', { percent: Math.floor(progress * 100) })}</span> : null}
      <span className={css.space} />
      {hasParts(filter.parts) ? <LinkButton onClick={filter.clear}>{t('filter.clear')}</LinkButton> : null}
    </section>
  );
}

/** How far the lines have been through the filter, as a line under the toolbar; nothing when they all have. */
export function FilterProgress({ model }: { model: LogViewModel }) {
  const { t } = useTranslation('logs');
  const { progress } = useSlice(model.slices, 'filter');
  const percent = Math.floor(progress * 100);
  return progress >= 1 ? null : (
    <div
      className={css.progress}
      role="progressbar"
      aria-label={t('filter.bar')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}

function Chip({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  const { t } = useTranslation('logs');
  return (
    <button
      type="button"
      className={css.chip}
      aria-label={t('filter.remove', { what: name })}
      title={t('filter.remove', { what: name })}
      onClick={onRemove}
    >
      {children}
      <X size={11} aria-hidden="true" />
    </button>
  );
}

/** A pattern as it is told apart from others: expressions between slashes, with `i` where case does not count. */
export function patternText({ text, regex, matchCase }: LogPattern): string {
  return regex ? `/${text}/${matchCase ? '' : 'i'}` : text;
}
