import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './import-graph.ts';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const document = readFileSync(path.join(root, 'docs', 'dependencies.md'), 'utf8');

describe('dependencies', () => {
  it('are all explained in docs/dependencies.md, with their licence', () => {
    const explained = [...document.matchAll(/^\| ([@\w/.-]+) \| .+ \| (.+) \|$/gm)].filter((match) => match[1] !== 'Package');
    const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
    expect(explained.map((match) => match[1]).sort()).toEqual(names.sort());
    for (const [, name, licence] of explained) {
      const own = JSON.parse(readFileSync(path.join(root, 'node_modules', name ?? '', 'package.json'), 'utf8')) as { license: string };
      expect(`${name}: ${licence}`).toBe(`${name}: ${own.license}`);
    }
  });

  it('are pinned to one version', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^(npm:\w+@)?\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
