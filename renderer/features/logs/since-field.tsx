import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './log-options.module.css';
import { durationWords, parseSince, type Since, sincePresets } from './parse-since.ts';

/** From when lines are read: a few usual lengths, or anything that is a duration or a time, in this machine's zone or in UTC. */
export function SinceField({ since, onSince }: { since: Since; onSince: (since: Since) => void }) {
  const { t, i18n } = useTranslation('logs');
  const preset = presetOf(since);
  const [text, setText] = useState(preset === null ? textOf(since) : '');
  const [utc, setUtc] = useState(false);
  const [tried, setTried] = useState(false);
  const parsed = parseSince(text, Date.now(), utc);
  const problem = parsed.ok || (!tried && parsed.problem !== 'future' && parsed.problem !== 'long') || text === '' ? null : parsed.problem;
  const take = () => {
    setTried(true);
    if (parsed.ok) onSince(parsed.since);
  };
  return (
    <div className={css.since}>
      <div className={css.row}>
        <span>{t('options.since')}</span>
        <Segmented
          label={t('options.since')}
          value={preset ?? ''}
          onChange={(value) => onSince(value === 'all' ? { type: 'all' } : { type: 'duration', seconds: Number(value) })}
          options={sincePresets.map((seconds) => ({
            value: seconds === null ? 'all' : String(seconds),
            label: seconds === null ? t('options.preset.all') : durationWords(seconds, i18n.language),
          }))}
        />
      </div>
      <div className={css.row}>
        <span className={css.faint}>{t('options.custom')}</span>
        <span className={css.control}>
          <TextField
            label={t('options.customLabel')}
            placeholder={t('options.customPlaceholder')}
            mono
            value={text}
            invalid={problem !== null}
            onChange={(event) => {
              setTried(false);
              setText(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') take();
            }}
          />
          <Segmented
            label={t('options.zone')}
            value={utc ? 'utc' : 'local'}
            onChange={(zone) => setUtc(zone === 'utc')}
            options={[
              { value: 'local', label: t('times.local') },
              { value: 'utc', label: 'UTC' },
            ]}
          />
          <Button disabled={text.trim() === ''} onClick={take}>
            {t('options.apply')}
          </Button>
        </span>
      </div>
      {problem === null ? null : (
        <p className={css.problem} role="status">
          {t(`options.problem.${problem}`)}
        </p>
      )}
    </div>
  );
}

/** The value of the preset that says the same, or null. */
function presetOf(since: Since): string | null {
  if (since.type === 'all') return 'all';
  if (since.type === 'time' || !sincePresets.includes(since.seconds)) return null;
  return String(since.seconds);
}

/** A start as it could have been typed. Times are ISO 8601 in UTC with their Z, so that the zone beside the field does not matter. */
function textOf(since: Since): string {
  if (since.type === 'time') return new Date(since.time).toISOString().replace(/\.\d+/, '');
  return since.type === 'duration' ? durationWords(since.seconds, 'en') : '';
}
