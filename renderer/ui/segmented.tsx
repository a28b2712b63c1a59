import { RadioGroup } from 'radix-ui';
import css from './segmented.module.css';

/** A choice between a few words, all visible. `label` names it. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly {
    readonly value: Value;
    readonly label: string /** The label in full, where it is an abbreviation. */;
    readonly title?: string;
  }[];
  onChange: (value: Value) => void;
}) {
  return (
    <RadioGroup.Root
      className={css.group}
      aria-label={label}
      value={value}
      orientation="horizontal"
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <RadioGroup.Item key={option.value} value={option.value} className={css.option} title={option.title} aria-label={option.title}>
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
