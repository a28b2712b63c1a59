import { ArrowUpDown, Ban, CircleCheck, Layers, type LucideIcon, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../../shared/problem.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { useGoToObject } from '../../state/go-to-object.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatAbsolute, formatClock } from '../../ui/format-time.ts';
import { MiddleText } from '../../ui/middle-text.tsx';
import css from './changes.module.css';
import type { ChangeRow } from './plan-problem-rows.ts';
import { planVersions } from './plan-versions.ts';

const icons: Readonly<Record<Change['kind'], LucideIcon>> = {
  rollout: Layers,
  scaled: ArrowUpDown,
  'node-added': Server,
  'node-gone': Server,
  'node-not-ready': Server,
  'node-ready': Server,
  cordoned: Ban,
  uncordoned: CircleCheck,
};

const columns = ['kind', 'cluster', 'what', 'namespace', 'change', 'by', 'at'] as const;

/** Changes on the page; the others are counted. */
const mostShown = 20;

/** What changed in the last hour, the newest first: cause next to effect. */
export function ChangeList({ rows }: { rows: readonly ChangeRow[] }) {
  const { t } = useTranslation('overview');
  const more = rows.length - mostShown;
  return (
    <>
      <table className={css.changes} aria-label={t('changes.title')}>
        <colgroup>
          {columns.map((column) => (
            <col key={column} className={css[column]} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={css[column]}>
                <span className="visually-hidden">{t(`changes.column.${column}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostShown).map((row) => (
            <ChangeLine key={row.key} row={row} />
          ))}
        </tbody>
      </table>
      {more > 0 ? <p className={css.more}>{t('changes.more', { count: more })}</p> : null}
    </>
  );
}

function ChangeLine({ row: { contextId, change } }: { row: ChangeRow }) {
  const { t, i18n } = useTranslation('overview');
  const context = useContexts((state) => state.byId.get(contextId));
  const goTo = useGoToObject();
  const { kind, object, by, at } = change;
  const Icon = icons[kind];
  const { from, to } = planVersions(change.facts);
  const full = from !== undefined && to !== undefined ? 'FromTo' : to !== undefined ? 'To' : '';
  const said = t(kind === 'rollout' || kind === 'scaled' ? `changes.${kind}${full}` : `changes.${kind}`, { from, to });
  const whole = [change.facts.from, change.facts.to].filter((each) => each !== undefined).join(' → ');
  const { group, version, resource, namespace, name } = object;
  return (
    <tr>
      <td className={css.kind}>
        <Icon size={14} aria-hidden="true" />
      </td>
      <td className={css.cluster}>
        {context === undefined ? contextId : <ContextName colour={context.colour} name={context.displayName} />}
      </td>
      <td className={css.what}>
        {resource === '' ? (
          <span className="mono">
            <MiddleText text={visibleText(name)} />
          </span>
        ) : (
          <button
            type="button"
            className={`mono ${css.open}`}
            title={name}
            onClick={() => void goTo({ contextId, resource: { group, version, resource }, namespace, name })}
          >
            <MiddleText text={visibleText(name)} />
          </button>
        )}
      </td>
      <td className={css.namespace}>{namespace === '' ? <span className={css.faint}>—</span> : visibleText(namespace)}</td>
      <td className={css.change} title={whole === '' ? said : whole}>
        {said}
      </td>
      <td className={css.by}>{by === '' ? null : t('changes.by', { by: visibleText(by) })}</td>
      <td className={css.at} title={formatAbsolute(at, i18n.language)}>
        {formatClock(at)}
      </td>
    </tr>
  );
}
