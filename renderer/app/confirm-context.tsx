import { Lock, ShieldAlert } from 'lucide-react';
import { type Ref, useId } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { visibleText } from '../../shared/visible-text.ts';
import { useNow } from '../state/clock.ts';
import type { ConfirmationContext, ConfirmationFact } from '../state/confirmation-store.ts';
import { useContextStatus, useContexts } from '../state/contexts-store.ts';
import { useSettings } from '../state/settings-store.ts';
import { CommandBlock } from '../ui/command-block.tsx';
import { DialogContextHead } from '../ui/dialog.tsx';
import { FreshnessMark } from '../ui/freshness-mark.tsx';
import { HealthShape } from '../ui/health-shape.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './confirm.module.css';
import { type GuardedQuestion, isMistyped, isTyped } from './plan-confirmation.ts';

/** Colour, name and grade of a context: what people look at before they press. */
export function ConfirmContextHead({ asked: { contextId, name, guard } }: { asked: GuardedQuestion }) {
  const { t } = useTranslation('writes');
  const now = useNow();
  const context = useContexts((state) => state.byId.get(contextId));
  const { freshness } = useContextStatus(contextId);
  return (
    <DialogContextHead
      colour={context?.colour ?? 1}
      name={context?.displayName ?? visibleText(name)}
      environment={context?.environment ?? 'unknown'}
      note={t(`confirm.grade.${guard.grade}`)}
      locked={guard.demand === 'type-name' || guard.demand === 'deny'}
      aside={<FreshnessMark freshness={freshness} now={now} />}
    />
  );
}

/** Sentences on what a write does, each with its mark. */
export function ConfirmFacts({ facts }: { facts: readonly ConfirmationFact[] }) {
  if (facts.length === 0) return null;
  return (
    <ul className={css.facts}>
      {facts.map(({ mark, text }) => (
        <li key={`${mark} ${text}`}>
          <HealthShape health={mark} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

/** What would be written in one context, what its guardrails demand, and the equal command. */
export function ConfirmContext({
  context: { contextId, objects, facts, command },
  asked: { name, guard },
  alone,
  typed,
  onType,
  autoFocus,
  onEnter,
  field,
}: {
  context: ConfirmationContext;
  asked: GuardedQuestion;
  /** The only context of the question. */
  alone: boolean;
  typed: string;
  onType: (text: string) => void;
  autoFocus: boolean;
  /** Enter was pressed in the field: whatever is met, or what comes next. */
  onEnter: () => void;
  field: Ref<HTMLInputElement>;
}) {
  const { t } = useTranslation('writes');
  const says = useGuardWords({ contextId, name, guard });
  const hint = useId();
  const denied = guard.demand === 'deny';
  const shown = visibleText(name);
  const mistyped = isMistyped(name, typed);
  return (
    <>
      {denied ? (
        <div className={css.denied} role="alert">
          <Lock size={14} aria-hidden="true" />
          <div>
            <p className={css.deniedTitle}>{alone ? t('confirm.denied') : t('confirm.leftOut')}</p>
            <p>{says}</p>
          </div>
        </div>
      ) : says === null ? null : (
        <p className={css.rule}>
          <ShieldAlert size={14} aria-hidden="true" />
          <span>{says}</span>
        </p>
      )}
      {objects.length === 0 ? null : (
        <ul className={css.objects} tabIndex={objects.length > shownObjects ? 0 : undefined} aria-label={t('confirm.objects')}>
          {objects.map((object) => (
            <li key={object.name} className={css.object}>
              <HealthShape health={object.health} />
              <span className={`${css.objectName} mono`}>{visibleText(object.name)}</span>
              <span className={css.objectState}>{object.state}</span>
            </li>
          ))}
        </ul>
      )}
      {denied ? null : <ConfirmFacts facts={facts} />}
      {guard.demand === 'type-name' ? (
        <div className={css.type}>
          <p id={hint}>
            <Trans t={t} i18nKey="confirm.type" values={{ name: shown }} components={{ b: <b className="mono" /> }} />
          </p>
          <TextField
            ref={field}
            size="large"
            mono
            label={t('confirm.typeLabel', { name: shown })}
            aria-describedby={hint}
            autoFocus={autoFocus}
            value={typed}
            invalid={mistyped}
            after={isTyped(name, typed) ? <HealthShape health="done" /> : null}
            onChange={(event) => onType(event.target.value)}
            onKeyDown={(event) => {
              // A disabled button keeps the browser from submitting: enter goes on to the next field then.
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              onEnter();
            }}
          />
          <output className={css.mistyped}>{mistyped ? t('confirm.mistyped') : ''}</output>
        </div>
      ) : null}
      {command === '' || denied ? null : <CommandBlock text={command}>{withBoldContext(command, name)}</CommandBlock>}
    </>
  );
}

/** From here on the list of objects scrolls; as `.objects` in the style. */
const shownObjects = 6;

/** Why the guardrails ask what they ask, in words; null where the grade on top says it all. */
function useGuardWords({ guard }: GuardedQuestion): string | null {
  const { t } = useTranslation('writes');
  const rules = useSettings((state) => state.settings.protection.rules);
  if (guard.rule === null) {
    if (guard.reason === 'context.gone') return t('confirm.gone');
    return guard.demand === 'deny' ? t('confirm.readOnly') : null;
  }
  const rule = rules[guard.rule];
  const number = guard.rule + 1;
  const reason = visibleText(guard.reason);
  // A rule that allows some is the one that refuses more.
  if (rule && rule.most !== null && guard.demand === 'deny' && rule.effect !== 'deny') {
    return t('confirm.tooMany', { number, count: rule.most, reason }).trim();
  }
  return reason === '' ? t('confirm.rule', { number }) : t('confirm.ruleBecause', { number, reason });
}

/** The command with the context set off: it is what tells the right terminal from the wrong one. */
function withBoldContext(command: string, name: string) {
  const at = command.indexOf(`--context ${name}`);
  if (at < 0) return command;
  const from = at + '--context '.length;
  return (
    <>
      {command.slice(0, from)}
      <b>{name}</b>
      {command.slice(from + name.length)}
    </>
  );
}
