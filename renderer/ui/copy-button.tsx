import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './icon-button.tsx';

/** How long the check mark stands in place of the icon, in ms. */
const shownMs = 1_500;

/** Copies `text` and says so in its own place. `label` names what is copied. */
export function CopyButton({ text, label, size = 'small' }: { text: string; label?: string; size?: 'small' | 'default' }) {
  const { t } = useTranslation('shell');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? t('copied') : (label ?? t('copy'))}
      size={size}
      onClick={() => {
        void copyText(text).then(setCopied);
      }}
    />
  );
}

/** Puts `text` on the clipboard; false when the browser refuses (no focus, no permission). */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused by the browser: the caller shows that nothing was copied.
    return false;
  }
}
