import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { grades } from '../../../shared/protection.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ContextList } from './context-list.tsx';
import type { DraftProblem, GradeDraft } from './draft-guardrails.ts';
import css from './guardrails.module.css';
import { type Place, PlaceButtons } from './place-buttons.tsx';
import type { GradeFit } from './plan-fits.ts';

/** One line of grades: contexts by pattern, their grade, and the contexts that it decides now. */
export function GradeRow({
  line,
  place,
  fit,
  problem,
  onChange,
  onMove,
  onRemove,
}: {
  line: GradeDraft;
  place: Place;
  fit: GradeFit;
  problem: DraftProblem | null;
  onChange: (line: GradeDraft) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('guardrails');
  const says = useId();
  const number = place.index + 1;
  return (
    <div className={css.grade}>
      <div className={css.gradeLine}>
        <TextField
          mono
          className={css.pattern}
          label={t('grades.pattern', { number })}
          placeholder="*prod*"
          value={line.pattern}
          invalid={problem !== null}
          aria-describedby={says}
          onChange={(event) => onChange({ ...line, pattern: event.target.value })}
        />
        <Segmented
          label={t('grades.grade', { number })}
          value={line.grade}
          options={grades.map((grade) => ({ value: grade, label: t(`grade.${grade}`) }))}
          onChange={(grade) => onChange({ ...line, grade })}
        />
        <PlaceButtons place={place} onMove={onMove} onRemove={onRemove} />
      </div>
      <div id={says} className={css.says}>
        {problem !== null ? (
          <span className={css.problem}>{t(`problem.${problem === 'empty' ? 'noPattern' : problem}`)}</span>
        ) : line.pattern.trim() === '' ? (
          <span>{t('problem.noPattern')}</span>
        ) : fit.decides.length + fit.above.length === 0 ? (
          <span>{t('fits.none')}</span>
        ) : (
          <>
            {fit.decides.length === 0 ? null : <ContextList lead={t('fits.decides')} contexts={fit.decides} />}
            {fit.above.length === 0 ? null : <ContextList lead={t('fits.above')} contexts={fit.above} />}
          </>
        )}
      </div>
    </div>
  );
}
