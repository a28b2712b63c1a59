import { Switch as Radix } from 'radix-ui';
import css from './switch.module.css';

/** A switch that acts at once. `label` is its name unless a visible label points at `id`. */
export function Switch({
  checked,
  onChange,
  label,
  id,
  disabled = false,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label?: string;
  id?: string;
  disabled?: boolean;
}) {
  return (
    <Radix.Root
      className={css.switch}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      {...(label ? { 'aria-label': label } : {})}
      {...(id ? { id } : {})}
    >
      <Radix.Thumb className={css.thumb} />
    </Radix.Root>
  );
}
