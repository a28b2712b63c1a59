import i18next from 'i18next';
import type { Words } from '../../../../renderer/features/drain/plan-budget-words.ts';
import messages from '../../../../renderer/messages/en/drain.json' with { type: 'json' };

const english = i18next.createInstance();
await english.init({
  lng: 'en',
  ns: ['drain'],
  defaultNS: 'drain',
  resources: { en: { drain: messages } },
  interpolation: { escapeValue: false },
});

/** Words as the page says them in English. A key that has no message throws. */
export function inEnglish(words: Words): string {
  if ('text' in words) return words.text;
  if (!english.exists(words.key, words.values)) throw new Error(`no message: ${words.key}`);
  return english.t(words.key, words.values);
}
