import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../shared/context-id.ts';
import { useContexts } from '../state/contexts-store.ts';
import { useGradeOf } from '../state/grades.ts';
import { useScope } from '../state/scope.ts';
import { ContextSwatch } from '../ui/context-swatch.tsx';
import { MiddleText } from '../ui/middle-text.tsx';
import { GradeMark } from './grade-mark.tsx';
import { NamespacePicker } from './namespace-picker.tsx';
import css from './scope-chips.module.css';

/** More contexts than this are one chip with their number and squares: chips are to be read, not counted. */
const chipsUpTo = 5;

/** What every table below shows: which contexts, which namespaces. */
export function ScopeChips() {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const byId = useContexts((state) => state.byId);
  const shown = scope.contextIds.flatMap((id) => byId.get(id) ?? []);
  const gradeOf = useGradeOf();
  const remove = (id: ContextId) => scope.setContexts(scope.contextIds.filter((each) => each !== id));
  return (
    <section className={css.scope} aria-label={t('scope.label')}>
      <span className={css.label} aria-hidden="true">
        {t('scope.label')}
      </span>
      {shown.length === 0 && scope.missing.length === 0 ? <span className={css.dashed}>{t('scope.none')}</span> : null}
      {shown.length > chipsUpTo ? (
        <span className={css.chip}>
          <span className={css.squares}>
            {shown.slice(0, 8).map((context) => (
              <ContextSwatch key={context.id} colour={context.colour} />
            ))}
          </span>
          {t('scope.count', { count: shown.length })}
        </span>
      ) : (
        shown.map((context) => (
          <span key={context.id} className={css.chip} title={context.displayName}>
            <ContextSwatch colour={context.colour} />
            <MiddleText text={context.displayName} />
            <GradeMark grade={gradeOf(context)} />
            {scope.contextIds.length > 1 ? (
              <button
                type="button"
                className={css.remove}
                aria-label={t('scope.remove', { name: context.displayName })}
                onClick={() => remove(context.id)}
              >
                <X size={12} aria-hidden="true" />
              </button>
            ) : null}
          </span>
        ))
      )}
      {scope.missing.map((id) => (
        <span key={id} className={css.dashed} title={t('scope.missing', { name: id })}>
          <span className={css.name}>{id.slice(id.lastIndexOf('#') + 1)}</span>
        </span>
      ))}
      <span className={css.slash} aria-hidden="true">
        /
      </span>
      <NamespacePicker />
    </section>
  );
}
