import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

const files = import.meta.glob<Record<string, unknown>>('../messages/*/*.json', { eager: true, import: 'default' });

/** Languages Timonier speaks; others read English. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The language to use: the user's choice, else the system's where Timonier speaks it. */
export function languageFor(chosen: '' | Language, locales: readonly string[]): Language {
  if (chosen !== '') return chosen;
  for (const locale of locales) {
    const found = languages.find((language) => locale.toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'en';
}

/** Loads all messages; they are part of the bundle, so this is done before the first render. */
export async function startI18n(language: Language): Promise<void> {
  const resources: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, messages] of Object.entries(files)) {
    const [, locale = '', namespace = ''] = /\/messages\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
    resources[locale] = { ...resources[locale], [namespace]: messages };
  }
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    ns: Object.keys(resources.en ?? {}),
    defaultNS: 'shell',
    resources,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** Switches every text on screen. */
export async function changeLanguage(language: Language): Promise<void> {
  if (i18next.language !== language) await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
