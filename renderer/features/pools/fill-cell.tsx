import { useTranslation } from 'react-i18next';
import type { Fill } from '../../../shared/overview.ts';
import { classes } from '../../ui/classes.ts';
import { FillBar } from '../../ui/fill-bar.tsx';
import { percentOfFill } from './plan-pools.ts';
import css from './pools.module.css';

/**
 * How full something is, as a bar and in percent of allocatable: `81 / 96%`, used and requested. `why`: what to say where use is not known. `some`: the use of only some of its
 * nodes is known, so that it is at least that much.
 */
export function FillCell({
  what,
  fill,
  why,
  some = null,
  old = false,
}: {
  what: 'cpu' | 'memory';
  fill: Fill;
  why: string;
  some?: { readonly measured: number; readonly of: number } | null;
  old?: boolean;
}) {
  const { t } = useTranslation('pools');
  const used = percentOfFill(fill.used, fill.allocatable);
  const requested = percentOfFill(fill.requested, fill.allocatable);
  const atLeast = used !== null && some !== null && some.measured < some.of;
  const words = [
    t(`column.${what}Short`),
    used === null ? why : atLeast ? t('fill.usedSome', { percent: used, ...some }) : t('fill.used', { percent: used }),
    requested === null ? t('fill.requestedUnknown') : t('fill.requested', { percent: requested }),
  ].join(', ');
  return (
    <span className={css.fill} title={words}>
      <span className={css.bar}>
        <FillBar fill={fill} old={old} />
      </span>
      <span className={css.fillNumbers} aria-hidden="true">
        {used === null && requested === null ? (
          <span className={css.faint}>—</span>
        ) : (
          <>
            <span className={classes(used === null && css.faint)}>{used === null ? '—' : `${atLeast ? '≥' : ''}${used}`}</span>
            <span className={css.faint}> / {requested === null ? '—' : t('percent', { value: requested })}</span>
          </>
        )}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
