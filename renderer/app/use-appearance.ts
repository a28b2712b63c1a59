import { useEffect } from 'react';
import { useSettings } from '../state/settings-store.ts';
import { useApp } from './app-state.ts';
import { changeLanguage, languageFor } from './i18n.ts';

/** Applies theme, density and language to the document. */
export function useAppearance(): void {
  const theme = useSettings((state) => state.settings.theme);
  const density = useSettings((state) => state.settings.density);
  const language = useSettings((state) => state.settings.language);
  const locale = useApp((state) => state.info?.locale ?? '');
  useEffect(() => {
    const { dataset } = document.documentElement;
    // No attribute: the color-scheme of the system decides (tokens.css).
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    dataset.density = density;
  }, [theme, density]);
  useEffect(() => {
    void changeLanguage(languageFor(language, [...navigator.languages, locale]));
  }, [language, locale]);
}
