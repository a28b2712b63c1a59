import { useTranslation } from 'react-i18next';
import type { CredentialDiagnostics } from '../../../shared/diagnostics.ts';
import { formatAbsolute, formatElapsed } from '../../ui/format-time.ts';
import css from './diagnostics.module.css';

/** What proves the user's identity: how long it is still good, or else how old it is. */
export function CredentialCell({ credential, now }: { credential: CredentialDiagnostics | null; now: number }) {
  const { t, i18n } = useTranslation('diagnostics');
  if (credential === null || credential.kind === 'none')
    return <td className={css.credential}>{credential === null ? '—' : t('credential.none')}</td>;
  const { kind, since, expiresAt } = credential;
  const ended = expiresAt !== null && expiresAt <= now;
  const title = [
    t('credential.since', { at: formatAbsolute(since, i18n.language) }),
    expiresAt === null ? t('credential.noEnd') : t('credential.until', { at: formatAbsolute(expiresAt, i18n.language) }),
  ].join('\n');
  const time =
    expiresAt === null
      ? t('credential.old', { elapsed: formatElapsed(now - since) })
      : ended
        ? t('credential.ended', { elapsed: formatElapsed(now - expiresAt) })
        : t('credential.left', { elapsed: formatElapsed(expiresAt - now) });
  return (
    <td className={css.credential} title={title}>
      {t(`credential.${kind}`)} <span className={ended ? css.bad : css.quiet}>{time}</span>
    </td>
  );
}
