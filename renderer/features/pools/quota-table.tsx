import { useTranslation } from 'react-i18next';
import type { LimitRangeFacts, QuotaUse } from '../../../shared/overview.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { FillBar } from '../../ui/fill-bar.tsx';
import css from './capacity.module.css';

/** A quota is nearly full from here on. In parts of one. */
const nearlyFull = 0.9;

/** What namespaces have used of their ResourceQuotas, the fullest first. `quotas` null: they may not be read. */
export function QuotaTable({ quotas }: { quotas: readonly QuotaUse[] | null }) {
  const { t } = useTranslation('pools');
  if (quotas === null || quotas.length === 0) {
    return <p className={css.note}>{t(quotas === null ? 'capacity.quotasUnknown' : 'capacity.noQuotas')}</p>;
  }
  return (
    <table className={css.table} aria-label={t('capacity.quotas')}>
      <caption>{t('capacity.quotas')}</caption>
      <thead>
        <tr>
          <th scope="col" className={css.first}>
            {t('capacity.column.namespace')}
          </th>
          <th scope="col">{t('capacity.column.quota')}</th>
          <th scope="col">{t('capacity.column.resource')}</th>
          <th scope="col" className={css.number}>
            {t('capacity.column.usedOfHard')}
          </th>
          <th scope="col">{t('capacity.column.share')}</th>
        </tr>
      </thead>
      <tbody>
        {quotas.map((quota) => (
          <tr key={`${quota.namespace}/${quota.name}/${quota.resource}`}>
            <th scope="row" className={css.first} title={quota.namespace}>
              {visibleText(quota.namespace)}
            </th>
            <td title={quota.name}>{visibleText(quota.name)}</td>
            <td className="mono" title={quota.resource}>
              {visibleText(quota.resource)}
            </td>
            <td className={css.number}>
              {quota.used} <span className={css.faint}>{t('of', { total: quota.hard })}</span>
            </td>
            <td>
              {quota.ratio === null ? (
                <span className={css.faint}>—</span>
              ) : (
                <span className={css.requested}>
                  <span className={css.bar}>
                    <FillBar fill={{ used: quota.ratio, requested: null, allocatable: 1 }} />
                  </span>
                  <span className={classes(css.percent, quota.ratio > nearlyFull && css.attention)}>
                    {t('percent', { value: Math.trunc(quota.ratio * 100) })}
                  </span>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const limitColumns = ['type', 'resource', 'min', 'max', 'defaultRequest', 'defaultLimit'] as const;

/** What LimitRanges demand of pods and containers, and what they give those that say nothing. `limits` null: they may not be read. */
export function LimitRangeTable({ limits }: { limits: readonly LimitRangeFacts[] | null }) {
  const { t } = useTranslation('pools');
  if (limits === null || limits.length === 0) {
    return <p className={css.note}>{t(limits === null ? 'capacity.limitRangesUnknown' : 'capacity.noLimitRanges')}</p>;
  }
  return (
    <table className={css.table} aria-label={t('capacity.limitRanges')}>
      <caption>{t('capacity.limitRanges')}</caption>
      <thead>
        <tr>
          <th scope="col" className={css.first}>
            {t('capacity.column.namespace')}
          </th>
          {limitColumns.map((column) => (
            <th key={column} scope="col">
              {t(`capacity.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {limits.map((limit) => (
          <tr key={`${limit.namespace}/${limit.name}/${limit.type}/${limit.resource}`}>
            <th scope="row" className={css.first} title={`${limit.namespace}/${limit.name}`}>
              {visibleText(limit.namespace)}
            </th>
            {limitColumns.map((column) => (
              <td key={column}>{limit[column] === '' ? <span className={css.faint}>–</span> : visibleText(limit[column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
