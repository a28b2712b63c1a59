import { BellOff } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type IgnoreScope, type IgnoreSpan, ignoreRule } from '../../../shared/ignore-rules.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import type { ObjectRow } from './plan-problem-rows.ts';
import css from './problems.module.css';
import { addIgnoreRule, removeIgnoreRule } from './use-ignored.ts';
import type { RowWords } from './use-row-words.ts';

const scopes: readonly IgnoreScope[] = ['object', 'cause-here', 'cause-everywhere'];
const spans: readonly IgnoreSpan[] = ['1h', '1d', '7d', '30d', 'changed', 'forever'];

/** Asks what of a problem is to be ignored, and for how long. What is ignored can be taken back, at once or from the list. */
export function IgnoreDialog({ row, words, onClose }: { row: ObjectRow; words: RowWords; onClose: () => void }) {
  const { t } = useTranslation('problems');
  const { t: shell } = useTranslation('shell');
  const context = useContexts((state) => state.byId.get(row.contextId)?.displayName ?? row.contextId);
  const [scope, setScope] = useState<IgnoreScope>('object');
  const [span, setSpan] = useState<IgnoreSpan>('1d');
  const [failed, setFailed] = useState<Awaited<ReturnType<typeof addIgnoreRule>>>(null);
  const what = (of: IgnoreScope) => t(`ignore.${of}`, { cause: words.cause, name: words.what, cluster: context });
  const form = useRef<HTMLFormElement>(null);
  const ignore = async (event: FormEvent) => {
    event.preventDefault();
    const rule = ignoreRule({ context: row.contextId, problem: row.problem }, scope, span, Date.now());
    const error = await addIgnoreRule(rule);
    setFailed(error);
    if (error !== null) return;
    onClose();
    const undo = { label: t('ignore.undo'), keys: 'u', run: () => void removeIgnoreRule(rule.id) };
    showToast({ mark: 'done', title: t('ignore.done', { what: words.what }), actions: [undo] });
  };
  return (
    <Dialog open onClose={onClose} label={t('ignore.title')} top={120}>
      <form ref={form} onSubmit={(event) => void ignore(event)}>
        <DialogKeys onEnter={() => form.current?.requestSubmit()} />
        <DialogBody
          title={t('ignore.title')}
          footer={
            <>
              <Button size="large" keys="escape" onClick={onClose}>
                {shell('cancel')}
              </Button>
              <Button size="large" kind="primary" icon={BellOff} type="submit">
                {t('ignore.do')}
              </Button>
            </>
          }
        >
          <p className={css.dialogText}>{t('ignore.text')}</p>
          <Choices
            legend={t('ignore.what')}
            name="scope"
            value={scope}
            options={scopes.map((value) => ({ value, label: what(value) }))}
            onChange={setScope}
          />
          <Choices
            legend={t('ignore.long')}
            name="span"
            value={span}
            options={spans.map((value) => ({ value, label: t(`ignore.${value}`) }))}
            onChange={setSpan}
            inRow
          />
          {failed === null ? null : <ErrorNote error={failed} />}
        </DialogBody>
      </form>
    </Dialog>
  );
}

/** Takes the keys from the list below the dialog; enter does what the form is for, from any of its fields. */
function DialogKeys({ onEnter }: { onEnter: () => void }) {
  const { t } = useTranslation('problems');
  useKeys(t('ignore.title'), [{ keys: 'enter', label: t('ignore.do'), hint: true, run: onEnter }]);
  return null;
}

/** One of a few, each a line: native radio buttons, so that the arrows move and enter sends the form. */
function Choices<Value extends string>({
  legend,
  name,
  value,
  options,
  onChange,
  inRow = false,
}: {
  legend: string;
  name: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
  inRow?: boolean;
}) {
  return (
    <fieldset className={css.choices} data-row={inRow || undefined}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={css.choice}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
