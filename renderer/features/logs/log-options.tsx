import { AArrowDown, AArrowUp } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogStart } from '../../../shared/logs.ts';
import { logFontSizes } from '../../../shared/settings.ts';
import { useSettings } from '../../state/settings-store.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './log-options.module.css';
import { SinceField } from './since-field.tsx';
import { timesInOrder } from './times.ts';

/** Numbers of last lines that are offered; null = all. */
const tails: readonly (number | null)[] = [null, 100, 1_000, 10_000];

/** What can be chosen about a view: what is read (which reads it again), and how it looks (kept for all views). */
export function LogOptions({
  start,
  onStart,
  containers,
  chosen,
  onContainers,
}: {
  start: LogStart;
  onStart: (start: LogStart) => void;
  /** Names of the containers there are, in order. */
  containers: readonly string[];
  /** Those that are read; empty = all. */
  chosen: readonly string[];
  onContainers: (containers: readonly string[]) => void;
}) {
  const { t } = useTranslation('logs');
  const logs = useSettings((state) => state.settings.logs);
  const change = useSettings((state) => state.change);
  const size = (by: number) =>
    change({ logs: { fontSize: Math.max(logFontSizes.smallest, Math.min(logFontSizes.largest, logs.fontSize + by)) } });
  return (
    <div className={css.options}>
      <section>
        <SinceField since={start.since} onSince={(since) => onStart({ ...start, since })} />
        <Row label={t('options.tail')}>
          <Segmented
            label={t('options.tail')}
            value={String(start.tailLines)}
            onChange={(value) => onStart({ ...start, tailLines: value === 'null' ? null : Number(value) })}
            options={tails.map((tail) => ({ value: String(tail), label: tail === null ? t('options.tailAll') : tailText(tail) }))}
          />
        </Row>
        <SwitchRow
          label={t('options.previous')}
          note={t('options.previousNote')}
          checked={start.previous}
          onChange={(previous) => onStart({ ...start, previous })}
        />
        {containers.length > 1 || chosen.length > 0 ? (
          <fieldset className={css.containers}>
            <legend>{t('options.containers')}</legend>
            {containers.map((name) => {
              const checked = chosen.length === 0 || chosen.includes(name);
              return (
                // biome-ignore lint/a11y/noLabelWithoutControl: the control is the checkbox inside, a button of radix
                <label key={name} className={css.container}>
                  <Checkbox label={name} checked={checked} onChange={() => onContainers(withContainer(containers, chosen, name))} />
                  <code>{name}</code>
                </label>
              );
            })}
          </fieldset>
        ) : null}
        <p className={css.note}>{t('options.reads')}</p>
      </section>
      <section>
        <Row label={t('options.times')}>
          <select
            className={css.select}
            aria-label={t('options.times')}
            value={logs.times}
            onChange={(event) => {
              const times = timesInOrder.find((each) => each === event.target.value);
              if (times) change({ logs: { times } });
            }}
          >
            {timesInOrder.map((times) => (
              <option key={times} value={times}>
                {t(`times.${times}`)}
              </option>
            ))}
          </select>
        </Row>
        <Row label={t('options.prefix')}>
          <Segmented
            label={t('options.prefix')}
            value={logs.prefix}
            onChange={(prefix) => change({ logs: { prefix } })}
            options={[
              { value: 'short', label: t('options.prefixShort') },
              { value: 'long', label: t('options.prefixLong') },
              { value: 'none', label: t('options.prefixNone') },
            ]}
          />
        </Row>
        <Row label={t('options.size')}>
          <IconButton
            icon={AArrowDown}
            label={t('options.smaller')}
            disabled={logs.fontSize <= logFontSizes.smallest}
            onClick={() => size(-1)}
          />
          <span className={css.size}>{logs.fontSize} px</span>
          <IconButton
            icon={AArrowUp}
            label={t('options.larger')}
            disabled={logs.fontSize >= logFontSizes.largest}
            onClick={() => size(1)}
          />
        </Row>
        <SwitchRow label={t('options.wrap')} checked={logs.wrap} onChange={(wrap) => change({ logs: { wrap } })} />
        <SwitchRow
          label={t('options.fold')}
          note={t('options.foldNote')}
          checked={logs.fold}
          onChange={(fold) => change({ logs: { fold } })}
        />
        <FieldsRow />
        <SwitchRow label={t('options.chart')} checked={logs.histogram} onChange={(histogram) => change({ logs: { histogram } })} />
        <SwitchRow label={t('options.list')} checked={logs.sources} onChange={(sources) => change({ logs: { sources } })} />
      </section>
    </div>
  );
}

function tailText(tail: number): string {
  return tail >= 1_000 ? `${tail / 1_000}k` : String(tail);
}

/** With one container taken or left; all of them, or none, is the empty list. */
function withContainer(all: readonly string[], chosen: readonly string[], name: string): readonly string[] {
  const now = chosen.length === 0 ? all : chosen;
  const next = now.includes(name) ? now.filter((each) => each !== name) : [...now, name];
  return all.every((each) => next.includes(each)) ? [] : next;
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.row}>
      <span>{label}</span>
      <span className={css.control}>{children}</span>
    </div>
  );
}

function SwitchRow({
  label,
  note,
  checked,
  onChange,
}: {
  label: string;
  note?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className={css.row}>
      <label htmlFor={id}>
        {label} {note ? <span className={css.faint}>{note}</span> : null}
      </label>
      <Switch id={id} checked={checked} onChange={onChange} />
    </div>
  );
}

/** Fields of JSON and logfmt lines that get a column, as names between commas. Taken when the field is left or on enter. */
function FieldsRow() {
  const { t } = useTranslation('logs');
  const fields = useSettings((state) => state.settings.logs.fields);
  const change = useSettings((state) => state.change);
  const [text, setText] = useState(fields.join(', '));
  const take = () => {
    const names = [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '' && name.length <= 200).slice(0, 20);
    setText(names.join(', '));
    if (names.join('\n') !== fields.join('\n')) change({ logs: { fields: names } });
  };
  return (
    <Row label={t('options.fields')}>
      <TextField
        label={t('options.fields')}
        placeholder={t('options.fieldsPlaceholder')}
        mono
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
    </Row>
  );
}
