import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, sourceFiles } from './import-graph.ts';

/* Every write passes the one gate: held by the text of the main side, whose types do not tell a question from a change. */

const files = sourceFiles('electron').filter((file) => !file.includes('/demo/'));
const those = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8'))).sort();

it('only send-write.ts makes requests that change something', () => {
  expect(those(/purpose: 'write'/)).toEqual(['electron/kube/send-write.ts']);
});

it('only the gate asks a data thread to send one', () => {
  expect(those(/writesChannel|'writes\.send'/)).toEqual([
    'electron/data-thread.ts',
    'electron/features/writes/write-gate.ts',
    'electron/kube/send-write.ts',
  ]);
});

it('what else is not a GET asks who may do what, which changes nothing', () => {
  // Beside types, and writes that are made for the gate.
  const others = those(/method: *'(POST|PUT|PATCH|DELETE)'[^|]/).filter(
    (file) => !/nodes\/run\/run-writes|nodes\/node-edit|kube\/send-write|writes\/write-gate/.test(file),
  );
  expect(others).toEqual(['electron/kube/review-access.ts', 'electron/kube/who-am-i.ts']);
});
