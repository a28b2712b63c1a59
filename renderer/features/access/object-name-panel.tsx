import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnchoredPopover } from '../../ui/anchored-popover.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './access.module.css';

/** Longest name of an object (DNS-1123 subdomain), in characters. */
const longestName = 253;

/** Where the name of one object is typed, for rights that are bound to names (`resourceNames`); an empty name is any object. Says what is asked then. */
export function ObjectNamePanel({
  anchor,
  name,
  onChange,
  onClose,
}: {
  /** Null = it is closed. */
  anchor: HTMLElement | null;
  name: string;
  onChange: (name: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('access');
  return (
    <AnchoredPopover anchor={anchor} label={t('objectName.title')} width={340} onClose={onClose}>
      <NameForm
        name={name}
        onDone={(next) => {
          onChange(next);
          onClose();
        }}
      />
    </AnchoredPopover>
  );
}

function NameForm({ name, onDone }: { name: string; onDone: (name: string) => void }) {
  const { t } = useTranslation('access');
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const hint = useId();
  useEffect(() => field.current?.select(), []);
  return (
    <form
      className={css.nameForm}
      onSubmit={(event) => {
        event.preventDefault();
        onDone(typed.trim());
      }}
    >
      <TextField
        ref={field}
        mono
        label={t('objectName.title')}
        placeholder={t('objectName.any')}
        aria-describedby={hint}
        maxLength={longestName}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p id={hint} className={css.note}>
        {t('objectName.hint')}
      </p>
      <div className={css.nameButtons}>
        <Button type="submit" kind="primary">
          {t('objectName.ask')}
        </Button>
        {name === '' ? null : <Button onClick={() => onDone('')}>{t('objectName.clear')}</Button>}
      </div>
    </form>
  );
}
