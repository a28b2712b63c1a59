/*
 * npm start: installs and builds what is needed, then opens the window; without an Electron binary, a display or an ordinary
 * user it says so in one line and serves the same app to the browser.
 */
import { join } from 'node:path';
import { ensureInstalled, node24, orExit, root, run, SetupError } from './bootstrap.mjs';
import { electronBinary } from './electron-binary.mjs';
import { parseFlags, usage } from './flags.mjs';

/** Why no window can be opened here, or null. */
function noWindow() {
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'no display ($DISPLAY and $WAYLAND_DISPLAY are not set)';
  // Chromium's sandbox refuses root, and Timonier does not run without it.
  if (process.getuid?.() === 0) return "running as root, where Chromium's sandbox cannot work";
  return null;
}

async function start() {
  // npm changes to the package's folder; INIT_CWD is where the user typed.
  const flags = parseFlags(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (flags.help) {
    process.stdout.write(usage);
    return 0;
  }
  ensureInstalled();
  const built = await run(node24, [join(root, 'scripts', 'build.mjs')]);
  if (built !== 0) throw new SetupError('the build failed (see above)');
  let reason = flags.serve ? null : noWindow();
  if (!flags.serve && reason === null) {
    const electron = electronBinary();
    if (electron.path !== undefined) {
      const windowFlags = withoutBrowserFlags(flags.forwarded);
      // Electron reads flags before `--` as its own.
      return run(electron.path, [root, '--', ...windowFlags]);
    }
    reason = electron.missing;
  }
  if (reason !== null) console.error(`timonier: ${reason}: serving to the browser instead.`);
  return run(node24, [join(root, 'dist', 'serve', 'serve.cjs'), ...flags.forwarded]);
}

/** --port and --no-open concern the browser only. */
function withoutBrowserFlags(forwarded) {
  return forwarded.filter((word, index) => word !== '--no-open' && word !== '--port' && forwarded[index - 1] !== '--port');
}

process.exitCode = await orExit(start);
