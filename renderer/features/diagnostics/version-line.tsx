import { useTranslation } from 'react-i18next';
import type { Versions } from '../../../shared/diagnostics.ts';
import css from './diagnostics.module.css';

/** What runs this: app, Electron with its Chromium, Node, system. */
export function VersionLine({ versions }: { versions: Versions }) {
  const { t } = useTranslation('diagnostics');
  const parts = [
    `Timonier ${versions.app}`,
    versions.electron === '' ? t('inBrowser') : `Electron ${versions.electron}`,
    versions.chrome === '' ? '' : `Chromium ${versions.chrome}`,
    `Node ${versions.node}`,
    versions.os,
  ];
  return <p className={css.versions}>{parts.filter((part) => part !== '').join(' · ')}</p>;
}
