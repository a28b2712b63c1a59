import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../renderer');
const plural = /_(zero|one|two|few|many|other)$/;

function messagesOf(language: string, file: string): Map<string, string> {
  const flat = new Map<string, string>();
  const walk = (prefix: string, value: unknown) => {
    if (typeof value === 'string') flat.set(prefix, value);
    else for (const [key, inner] of Object.entries(value as object)) walk(prefix === '' ? key : `${prefix}.${key}`, inner);
  };
  walk('', JSON.parse(readFileSync(join(root, 'messages', language, file), 'utf8')));
  return flat;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? '').sort();
}

const english = readdirSync(join(root, 'messages/en'));

describe('messages', () => {
  it('come in the same files in every language', () => {
    expect(readdirSync(join(root, 'messages/fr'))).toEqual(english);
  });

  for (const file of english) {
    const en = messagesOf('en', file);
    const fr = messagesOf('fr', file);

    it(`${file}: the same keys`, () => {
      const keys = (messages: Map<string, string>) => [...new Set([...messages.keys()].map((key) => key.replace(plural, '')))].sort();
      expect(keys(fr)).toEqual(keys(en));
    });

    it(`${file}: every plural form that the language has`, () => {
      for (const [language, messages] of [['en', en] as const, ['fr', fr] as const]) {
        const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
        const bases = [...messages.keys()].filter((key) => /_other$/.test(key)).map((key) => key.replace(plural, ''));
        for (const base of bases) for (const category of categories) expect([...messages.keys()]).toContain(`${base}_${category}`);
      }
    });

    it(`${file}: the same values are put in`, () => {
      for (const [key, text] of en) {
        const other = fr.get(key);
        if (other !== undefined) expect([key, placeholders(other)]).toEqual([key, placeholders(text)]);
      }
    });

    it(`${file}: no-break spaces before French double punctuation`, () => {
      for (const [key, text] of fr) expect([key, text]).not.toEqual([key, expect.stringMatching(/ [;:?!»]|« /)]);
    });
  }

  it('exist for every key that the source names', () => {
    const known = new Map(english.map((file) => [file.replace('.json', ''), messagesOf('en', file)]));
    const missing: string[] = [];
    for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(path)) continue;
      const source = readFileSync(join(root, path), 'utf8');
      const namespaces = [...source.matchAll(/useTranslation\(\[?((?:'\w+'(?:, )?)+)/g)].flatMap(([, list]) =>
        [...(list ?? '').matchAll(/\w+/g)].map(String),
      );
      if (namespaces.length === 0) continue;
      for (const [, key] of source.matchAll(/\bt\(\s*'([\w.:-]+)'/g)) {
        const [namespace, name] = key?.includes(':') ? key.split(':') : [null, key];
        const tried = namespace ? [namespace] : namespaces;
        const found = tried.some((each) => {
          const messages = known.get(each);
          return messages?.has(name ?? '') || messages?.has(`${name}_other`);
        });
        if (!found) missing.push(`${path}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
