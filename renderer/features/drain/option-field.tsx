import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { ParsedOption } from './parse-option.ts';
import css from './side-pane.module.css';

/**
 * A field for one option: taken over with enter or when it is left, since every change reads all plans anew. What cannot be taken stays in
 * the field and is said below it; the option keeps its value.
 */
export function OptionField({
  label,
  flag,
  text,
  placeholder,
  problem: given = null,
  parse,
  onChange,
}: {
  label: string;
  /** The kubectl flag; empty where kubectl has none. */
  flag: string;
  /** What stands in it for the value of now. */
  text: string;
  /** Says what empty means. */
  placeholder: string;
  /** Why somebody else refuses what stands in it, in words. */
  problem?: string | null;
  parse: (text: string) => ParsedOption | null;
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation('drain');
  const id = useId();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const parsed = parse(typed);
  const problem = parsed !== null && !parsed.ok ? t(parsed.problem) : given;
  const take = () => {
    if (typed !== text && parsed?.ok !== false) onChange(typed);
  };
  return (
    <div className={css.field}>
      <span className={css.fieldName}>{label}</span>
      <span className={css.fieldBox}>
        <TextField
          label={label}
          value={typed}
          placeholder={placeholder}
          invalid={problem !== null}
          aria-describedby={problem === null ? undefined : id}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
            if (event.key === 'Escape') {
              // Gives up what was typed, not the page.
              event.stopPropagation();
              setTyped(text);
              event.currentTarget.blur();
            }
          }}
        />
        {problem === null ? null : (
          <small id={id} className={css.problem} role="alert">
            {problem}
          </small>
        )}
      </span>
      {flag === '' ? null : <small className={classes('mono', css.flag)}>{flag}</small>}
    </div>
  );
}
