import { useTranslation } from 'react-i18next';
import type { Fill } from '../../../shared/overview.ts';
import { FillBar } from '../../ui/fill-bar.tsx';
import css from './fleet.module.css';
import { type FillNumbers, formatCores, formatMemory, formatPods } from './format-fill.ts';

type What = 'cpu' | 'memory' | 'pods';

/** Numbers of a fill in the reader's language. */
export function useFillNumbers(): (what: What, fill: Fill) => FillNumbers {
  const { t, i18n } = useTranslation('overview');
  return (what, fill) => {
    if (what === 'memory') return formatMemory(fill);
    if (what === 'pods') return formatPods(fill, i18n.language);
    return { ...formatCores(fill, i18n.language), unit: ` ${t('bar.cores')}` };
  };
}

/** A fill in words, for screen readers and on hover. */
export function useFillLabel(): (what: What, fill: Fill) => string {
  const { t } = useTranslation('overview');
  const numbersOf = useFillNumbers();
  return (what, fill) => {
    const { used, requested, allocatable, unit } = numbersOf(what, fill);
    const values = { used, requested, allocatable: `${allocatable}${allocatable === '—' ? '' : unit}`, what: t(`bar.${what}`) };
    return t(what === 'pods' ? 'bar.labelPods' : 'bar.label', values);
  };
}

/** One line of a panel: what, its bar, and `41.2 / 58.0 / 96 cores`. A cluster out of reach has no use now, and what it asked for when it was last seen. */
export function FleetMeter({
  what,
  fill,
  old,
  atLeast = false,
}: {
  what: What;
  fill: Fill;
  old: boolean;
  /** What is used is the sum over some of the nodes. */
  atLeast?: boolean;
}) {
  const { t } = useTranslation('overview');
  const numbersOf = useFillNumbers();
  const label = useFillLabel();
  const shown = old ? { ...fill, used: null } : fill;
  const { used, requested, allocatable, unit } = numbersOf(what, shown);
  return (
    <div className={css.meter}>
      <span className={css.meterName}>{t(`bar.${what}`)}</span>
      <FillBar fill={old ? { ...shown, requested: null } : shown} size="panel" label={label(what, shown)} old={old} />
      <span className={css.meterNumbers} aria-hidden="true">
        <b>{atLeast && used !== '—' ? `≥ ${used}` : used}</b> / {requested} / {allocatable === '—' ? allocatable : `${allocatable}${unit}`}
      </span>
    </div>
  );
}
