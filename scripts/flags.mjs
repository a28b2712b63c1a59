/* Command-line flags of `npm start` and `npm run dev`. Node 18.0 has no util.parseArgs, so this is by hand. */
import { isAbsolute, resolve } from 'node:path';
import { SetupError } from './bootstrap.mjs';

/** What --help prints. */
export const usage = `Timonier: every Kubernetes cluster of your kubeconfig in one window.

  npm start -- [flags]

  --serve                 serve to the browser on loopback instead of opening the window
  --port N                port of --serve on 127.0.0.1 (default: a free one)
  --no-open               do not open the browser, only print the URL
  --kubeconfig FILE...    kubeconfig files, instead of $KUBECONFIG and ~/.kube/config
  --context NAME...       connect these contexts at start
  --demo                  start with the demo fleet
  --help                  this text
`;

const switches = new Set(['--serve', '--no-open', '--demo', '--help']);
const lists = new Set(['--kubeconfig', '--context']);

/**
 * Parses the flags. Relative files count from `cwd`. Throws SetupError on anything it does not know.
 * Resolves to { serve, help, forwarded }: `forwarded` is what main.cjs and serve.cjs get, one value per flag.
 */
export function parseFlags(argv, cwd) {
  const flags = { serve: false, help: false, forwarded: [] };
  const words = argv.flatMap((word) =>
    /^--[a-z-]+=/.test(word) ? [word.slice(0, word.indexOf('=')), { value: word.slice(word.indexOf('=') + 1) }] : [word],
  );
  const text = (word) => (typeof word === 'string' ? word : word.value);
  const isValue = (word) => word !== undefined && (typeof word !== 'string' || !word.startsWith('--'));
  for (let index = 0; index < words.length; index++) {
    const word = text(words[index]);
    if (word === '-h' || word === '--help') flags.help = true;
    else if (word === '--serve') flags.serve = true;
    else if (switches.has(word)) flags.forwarded.push(word);
    else if (word === '--port') {
      const value = isValue(words[index + 1]) ? text(words[++index]) : '';
      if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) throw new SetupError(`--port needs a number from 0 to 65535, got "${value}"`);
      flags.forwarded.push('--port', value);
    } else if (lists.has(word)) {
      if (!isValue(words[index + 1])) throw new SetupError(`${word} needs at least one value; see --help`);
      while (isValue(words[index + 1])) {
        const value = text(words[++index]);
        flags.forwarded.push(word, word === '--kubeconfig' && !isAbsolute(value) ? resolve(cwd, value) : value);
      }
    } else throw new SetupError(`unknown argument "${word}"; see npm start -- --help`);
  }
  return flags;
}
