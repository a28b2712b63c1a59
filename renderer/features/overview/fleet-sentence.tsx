import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import css from './fleet.module.css';
import type { FleetSentence } from './plan-fleet-sentence.ts';
import { problemPhrase } from './problem-words.ts';

/** Stands for the names in a message while they are not put in: no message and no name has it. */
const mark = '\u0000';

/** The fleet in a few sentences, as a heading would say it; the names of clusters stand out. */
export function FleetSentences({ sentences }: { sentences: readonly FleetSentence[] }) {
  const { t } = useTranslation('overview');
  return (
    <p className={css.headline}>
      {sentences.length === 0 ? t('sentence.nothing') : null}
      {sentences.map((sentence) => (
        <Sentence key={sentence.key + sentence.names.join('\n')} sentence={sentence} />
      ))}
    </p>
  );
}

function Sentence({ sentence: { key, names, what, count, quiet } }: { sentence: FleetSentence }) {
  const { t, i18n } = useTranslation('overview');
  const { t: problems } = useTranslation('problems');
  const list = (words: readonly string[]) => new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(words);
  const said = list(what.map((problem) => problemPhrase(problem, (phrase, values) => problems(phrase, values))));
  const more = count - what.length;
  const full = key !== 'broken' ? key : said === '' ? 'brokenCount' : more > 0 ? 'brokenMore' : key;
  const text = t(`sentence.${full}`, { names: mark, what: said, count: full === 'brokenMore' ? more : count });
  const [before = '', after = ''] = text.split(mark);
  return (
    <span className={classes(quiet && css.quiet)}>
      {before}
      {names.map((name, index) => (
        <Fragment key={name}>
          {index === 0 ? null : index === names.length - 1 ? t('and') : ', '}
          <b>{name}</b>
        </Fragment>
      ))}
      {after}{' '}
    </span>
  );
}
