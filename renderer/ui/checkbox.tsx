import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import css from './checkbox.module.css';

/** A 14 px checkbox; `'mixed'` means some of what it stands for. */
export function Checkbox({
  checked,
  onChange,
  label,
  tabIndex,
}: {
  checked: boolean | 'mixed';
  onChange: (checked: boolean) => void;
  label: string;
  tabIndex?: number;
}) {
  return (
    <Radix.Root
      className={css.box}
      checked={checked === 'mixed' ? 'indeterminate' : checked}
      onCheckedChange={(next) => onChange(next === true)}
      aria-label={label}
      {...(tabIndex === undefined ? {} : { tabIndex })}
    >
      <CheckboxMark checked={checked} />
    </Radix.Root>
  );
}

/** The box alone, where the element around it is the control (a row, an option of a list). */
export function CheckboxShape({ checked }: { checked: boolean | 'mixed' }) {
  return (
    <span className={css.box} data-state={checked === 'mixed' ? 'indeterminate' : checked ? 'checked' : 'unchecked'} aria-hidden="true">
      <CheckboxMark checked={checked} />
    </span>
  );
}

function CheckboxMark({ checked }: { checked: boolean | 'mixed' }) {
  if (checked === false) return null;
  return checked === 'mixed' ? (
    <Minus size={10} strokeWidth={3.5} aria-hidden="true" />
  ) : (
    <Check size={10} strokeWidth={3.5} aria-hidden="true" />
  );
}
