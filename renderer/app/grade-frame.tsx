import { Lock, PencilOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useScopeGrades } from '../state/grades.ts';
import { openDialog } from './app-state.ts';
import css from './grade-frame.module.css';

/** The grades that are said all the time, the one that the frame shows first: of those that can be changed, then of those that cannot. */
const framed = ['protected', 'read-only'] as const;
const icons = { protected: Lock, 'read-only': PencilOff } as const;

/** The line around the page while a context in scope is protected, or read-only. It takes no room and no pointer; the words are `GradeWords`. */
export function GradeFrame() {
  const { byGrade } = useScopeGrades();
  const grade = framed.find((each) => byGrade.has(each));
  return grade === undefined ? null : <div className={css.frame} data-grade={grade} aria-hidden="true" />;
}

/** The same in words, for the status bar: which part of the scope is protected or read-only, and the way to its guardrails. */
export function GradeWords() {
  const { t } = useTranslation('writes');
  const { total, byGrade } = useScopeGrades();
  return framed.map((grade) => {
    const contexts = byGrade.get(grade) ?? [];
    if (contexts.length === 0) return null;
    const Icon = icons[grade];
    const names = contexts.map(({ displayName }) => displayName).join(', ');
    return (
      <button
        key={grade}
        type="button"
        className={css.words}
        data-grade={grade}
        title={t(`frame.${grade}.which`, { names })}
        onClick={() => openDialog({ dialog: 'guardrails' })}
      >
        <Icon size={12} aria-hidden="true" />
        {contexts.length === total ? t(`frame.${grade}.all`) : t(`frame.${grade}.some`, { count: contexts.length, total })}
      </button>
    );
  });
}
