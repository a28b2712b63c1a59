import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import css from './fleet.module.css';
import type { FleetCluster } from './plan-fleet.ts';

/** Version of the server, and how far its kubelets are behind where that is worth a word (`short`: on hover only). */
export function VersionNote({ cluster: { overview, condition }, short = false }: { cluster: FleetCluster; short?: boolean }) {
  const { t } = useTranslation('overview');
  const version = overview?.version ?? condition.version;
  const skew = overview?.skew ?? null;
  const minors = Math.abs(skew?.minorsBehind ?? 0);
  const said =
    skew === null || skew.state === 'ok' || skew.state === 'unknown' || (skew.state === 'behind' && minors === 0)
      ? null
      : t(`version.${skew.state}`, { count: minors });
  if (version === null) return null;
  return (
    <span className={css.version} title={[t('version.server', { version }), said].filter(Boolean).join('\n')}>
      {/* What a provider builds into its version is in the title. */}
      {version.replace(/^(v\d+\.\d+\.\d+).*$/, '$1')}
      {said === null || short ? null : (
        <span className={classes(css.skew, skew?.state === 'behind' ? undefined : css.skewWrong)}> · {said}</span>
      )}
    </span>
  );
}
