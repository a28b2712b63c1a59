import { RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { HeldKey } from './edit-draft.ts';
import { faultOf } from './edit-kinds.ts';
import css from './nodes.module.css';

/** A taint or label that some of the chosen nodes have: its value can be changed, and it can be removed. */
export function HeldRow({
  what,
  line,
  total,
  change,
  onChange,
}: {
  what: 'taints' | 'labels';
  line: HeldKey;
  /** How many nodes are chosen. */
  total: number;
  change: { readonly remove: boolean; readonly value: string | null } | null;
  /** null = as it is. */
  onChange: (change: { readonly remove: boolean; readonly value: string | null } | null) => void;
}) {
  const { t } = useTranslation('nodes');
  const { key, effect, values, nodes } = line;
  const name = effect === '' ? key : `${key}:${effect}`;
  const removed = change?.remove ?? false;
  const only = values.length === 1 ? (values[0]?.value ?? '') : null;
  const value = change?.value ?? only ?? '';
  const edited = change !== null && !removed && change.value !== null && change.value.trim() !== only;
  const fault = edited ? faultOf(what, [{ type: 'set', key, value: value.trim(), effect, onlyWhereHeld: true }]) : null;
  return (
    <div className={css.line}>
      <div className={classes(css.held, removed && css.removed)}>
        <span className={classes('mono', css.key)}>{visibleText(name)}</span>
        <TextField
          mono
          className={css.value}
          label={t('edit.valueOf', { name })}
          value={removed ? '' : value}
          disabled={removed}
          invalid={fault !== null}
          placeholder={removed ? t('edit.removed') : only === null ? t('edit.values', { values: listOf(values) }) : t('edit.noValue')}
          onChange={(event) => onChange({ remove: false, value: event.target.value })}
        />
        <span className={css.on}>{t('edit.on', { count: nodes, total })}</span>
        {change === null ? (
          <IconButton icon={Trash2} label={t('edit.remove', { name })} onClick={() => onChange({ remove: true, value: null })} />
        ) : (
          <IconButton icon={RotateCcw} label={t('edit.keep', { name })} onClick={() => onChange(null)} />
        )}
      </div>
      {fault === null ? null : <p className={css.fault}>{fault}</p>}
    </div>
  );
}

function listOf(values: HeldKey['values']): string {
  return values.map(({ value, nodes }) => `${value === '' ? '""' : visibleText(value)} (${nodes})`).join(', ');
}
