import { User } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessSubject } from '../../../shared/access.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './access.module.css';
import { type SubjectDraft, subjectOf } from './draft-subject.ts';

/** The choice whose rights are shown: mine, those of a user or group, of a ServiceAccount. `open` is held by the page, which has a key for it. */
export function SubjectPicker({
  subject,
  open,
  onOpen,
  onChange,
}: {
  subject: AccessSubject;
  open: 'user' | 'service-account' | null;
  onOpen: (open: 'user' | 'service-account' | null) => void;
  onChange: (subject: AccessSubject) => void;
}) {
  const { t } = useTranslation('access');
  const choose = (chosen: AccessSubject) => {
    onOpen(null);
    onChange(chosen);
  };
  return (
    <>
      <Button
        icon={User}
        aria-pressed={subject.type === 'me'}
        kind={subject.type === 'me' ? 'default' : 'ghost'}
        onClick={() => choose({ type: 'me' })}
      >
        {t('subject.me')}
      </Button>
      {(['user', 'service-account'] as const).map((type) => (
        <Popover
          key={type}
          label={t(`subject.${type}`)}
          open={open === type}
          onOpenChange={(next) => onOpen(next ? type : null)}
          width={340}
          trigger={
            <Button aria-pressed={subject.type === type} kind={subject.type === type ? 'default' : 'ghost'}>
              {t(`subject.${type}`)}
            </Button>
          }
        >
          <SubjectForm type={type} subject={subject} onChoose={choose} />
        </Popover>
      ))}
    </>
  );
}

/** Fields of a user or a ServiceAccount; what cannot be asked about says why, and nothing that was typed is lost. */
function SubjectForm({
  type,
  subject,
  onChoose,
}: {
  type: 'user' | 'service-account';
  subject: AccessSubject;
  onChoose: (subject: AccessSubject) => void;
}) {
  const { t } = useTranslation('access');
  const [draft, setDraft] = useState<SubjectDraft>(() => ({
    namespace: subject.type === 'service-account' ? subject.namespace : '',
    name: subject.type === 'service-account' ? subject.name : subject.type === 'user' ? subject.user : '',
    groups: subject.type === 'user' ? subject.groups.join(', ') : '',
    uid: subject.type === 'user' ? subject.uid : '',
    extra:
      subject.type === 'user'
        ? Object.entries(subject.extra)
            .flatMap(([key, values]) => values.map((value) => `${key}=${value}`))
            .join(', ')
        : '',
  }));
  const [tried, setTried] = useState(false);
  const result = subjectOf(type, draft);
  const fields = type === 'user' ? (['name', 'groups', 'uid', 'extra'] as const) : (['namespace', 'name'] as const);
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (result.ok) onChoose(result.subject);
      }}
    >
      {fields.map((field) => (
        <label key={field} htmlFor={`access-${type}-${field}`}>
          {t(`field.${type}.${field}`)}
          <TextField
            id={`access-${type}-${field}`}
            label={t(`field.${type}.${field}`)}
            mono
            value={draft[field]}
            invalid={tried && !result.ok && result.field === field}
            onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
          />
        </label>
      ))}
      {tried && !result.ok ? (
        <p className={css.problem} role="alert">
          {t(`problem.${result.problem}`)}
        </p>
      ) : null}
      <Button kind="primary" type="submit">
        {t('show')}
      </Button>
    </form>
  );
}
