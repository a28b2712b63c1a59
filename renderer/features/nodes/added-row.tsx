import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { taintEffects } from '../../../shared/node-edits.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { AddedLine } from './edit-draft.ts';
import { faultOf } from './edit-kinds.ts';
import css from './nodes.module.css';

/** A taint or label to be added, with kubectl's own words where it would refuse it, and what its effect does. */
export function AddedRow({
  what,
  line,
  number,
  onChange,
  onRemove,
}: {
  what: 'taints' | 'labels';
  line: AddedLine;
  number: number;
  onChange: (line: AddedLine) => void;
  /** null = it is the only one. */
  onRemove: (() => void) | null;
}) {
  const { t } = useTranslation('nodes');
  const { key, value, effect } = line;
  const isEmpty = key.trim() === '' && value.trim() === '';
  const fault = isEmpty
    ? null
    : faultOf(what, [{ type: 'set', key: key.trim(), value: value.trim(), effect: what === 'taints' ? effect : '', onlyWhereHeld: false }]);
  return (
    <div className={css.line}>
      <div className={css.added}>
        <TextField
          mono
          className={css.newKey}
          label={t('edit.newKey', { number })}
          placeholder={what === 'taints' ? 'dedicated' : 'example.com/pool'}
          value={key}
          invalid={fault !== null}
          autoFocus={number > 1 || line.id === 0}
          onChange={(event) => onChange({ ...line, key: event.target.value })}
        />
        <TextField
          mono
          className={css.newValue}
          label={t('edit.newValue', { number })}
          placeholder={t('edit.noValue')}
          value={value}
          invalid={fault !== null}
          onChange={(event) => onChange({ ...line, value: event.target.value })}
        />
        {what === 'taints' ? (
          <Segmented
            label={t('edit.effect', { number })}
            value={effect}
            options={taintEffects.map((each) => ({ value: each, label: each }))}
            onChange={(next) => onChange({ ...line, effect: next })}
          />
        ) : null}
        {onRemove ? <IconButton icon={X} label={t('edit.drop', { number })} onClick={onRemove} /> : null}
      </div>
      {fault === null ? null : <p className={css.fault}>{fault}</p>}
      {what === 'taints' ? <p className={css.quiet}>{t(`effect.${effect}`)}</p> : null}
    </div>
  );
}
