import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../electron/shell/command-line.ts';

test('flags, repeated ones in order, files from the working folder', () => {
  const argv = ['--port', '8080', '--no-open', '--kubeconfig', 'a.yaml', '--kubeconfig=/b', '--context', 'x', '--context', 'y', '--demo'];
  expect(parseCommandLine(argv, '/home/me')).toEqual({
    port: 8080,
    open: false,
    kubeconfigs: ['/home/me/a.yaml', '/b'],
    contexts: ['x', 'y'],
    demo: true,
    help: false,
  });
  expect(parseCommandLine([], '/')).toEqual({ port: 0, open: true, kubeconfigs: [], contexts: [], demo: false, help: false });
});

test.each([
  [['--nope'], "Unknown option '--nope'"],
  [['stray'], "Unexpected argument 'stray'"],
  [['--port', '70000'], '--port needs a number from 0 to 65535, got "70000"'],
  [['--port', 'x'], '--port needs a number from 0 to 65535, got "x"'],
  [['--kubeconfig'], "Option '--kubeconfig <value>' argument missing"],
  [['--kubeconfig', ''], '--kubeconfig needs a file'],
  [['--demo=yes'], "Option '--demo' does not take an argument"],
])('%j is one line of error', (argv, error) => {
  const parsed = parseCommandLine(argv, '/');
  expect(parsed).toEqual({ error: expect.stringContaining(error) });
  expect('error' in parsed && parsed.error).not.toContain('\n');
});

test("beside Chromium's own flags, ours are found and theirs pass", () => {
  const argv = [
    '--disable-gpu',
    '--kubeconfig',
    '/a',
    '--remote-debugging-port=0',
    'stray',
    '--user-data-dir',
    '/tmp/x',
    '--context=y',
    '-r',
    'z',
  ];
  expect(parseCommandLine(argv, '/', true)).toMatchObject({ kubeconfigs: ['/a'], contexts: ['y'] });
});
