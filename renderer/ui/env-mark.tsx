import { useTranslation } from 'react-i18next';
import type { Environment } from '../../shared/context-view.ts';
import { classes } from './classes.ts';
import css from './env-mark.module.css';

/** What is at stake, by weight and word and never by hue: red stays "broken". */
export function EnvMark({ environment }: { environment: Environment }) {
  const { t } = useTranslation('shell');
  return <span className={classes(css.mark, css[environment])}>{environment === 'unknown' ? t('env.unknown') : environment}</span>;
}
