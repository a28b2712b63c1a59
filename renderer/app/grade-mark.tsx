import { Lock, PencilOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Grade } from '../../shared/protection.ts';
import css from './grade-mark.module.css';

/** A lock for a protected context, a pen struck out for a read-only one; nothing for the others. Named for screen readers and on hover. */
export function GradeMark({ grade }: { grade: Grade }) {
  const { t } = useTranslation('writes');
  if (grade !== 'protected' && grade !== 'read-only') return null;
  const Icon = grade === 'protected' ? Lock : PencilOff;
  return (
    <span className={css.mark} role="img" aria-label={t(`frame.${grade}.all`)} title={t(`frame.${grade}.all`)}>
      <Icon size={11} aria-hidden="true" />
    </span>
  );
}
