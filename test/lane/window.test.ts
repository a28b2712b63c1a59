import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Launched, launchApp } from './launch.ts';
import { preloadPath } from './package-lane.ts';

/* The real shell: main, preload, gate, scheme, CSP and sandbox, with the demo fleet behind it. */

/** Part of the page that the tests touch: what preload.ts exposes. */
interface ExposedBridge {
  post(message: unknown): void;
  listen(listener: (message: { type: string; id: number }) => void): void;
}

describe('the window', () => {
  let launched: Launched;
  beforeAll(async () => {
    launched = await launchApp(['--demo']);
    // The app begins with the fleet.
    await launched.page.getByRole('link', { name: 'Pods', exact: true }).click();
  });
  afterAll(() => launched?.close());

  it('opens the page of our own scheme and shows the demo fleet', async () => {
    const { page } = launched;
    expect(new URL(page.url()).protocol).toBe('app:');
    expect(new URL(page.url()).host).toBe('ui');
    await page.getByRole('row').nth(5).waitFor();
    expect(await page.title()).toContain('Timonier');
  });

  it('has no Node in the page', async () => {
    const found = await launched.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
  });

  it('exposes two functions and nothing else', async () => {
    const surface = await launched.page.evaluate(() => {
      const exposed = (globalThis as unknown as { timonier: Record<string, unknown> }).timonier;
      return Object.entries(exposed).map(([name, value]) => `${name}: ${typeof value}`);
    });
    expect(surface).toEqual(['post: function', 'listen: function']);
  });

  it('answers with the security headers, policy included', async () => {
    const headers = await launched.page.evaluate(async () => Object.fromEntries((await fetch('/')).headers));
    const policy = (headers['content-security-policy'] ?? '').replace(/'nonce-[^']+'/, "'nonce-X'");
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-X'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('refuses inline script, made by script or written as HTML', async () => {
    const refused = await launched.page.evaluate(() => {
      const attempt = (act: () => void): string => {
        try {
          act();
          return 'no error';
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
      };
      const script = document.createElement('script');
      const made = attempt(() => {
        script.textContent = 'globalThis.__pwned = true';
      });
      const parsed = attempt(() => {
        document.body.innerHTML = '<img src="x" onerror="globalThis.__pwned = true">';
      });
      // Chromium refuses the text node here or leaves the script with it unrun, depending on its version.
      attempt(() => script.append(document.createTextNode('globalThis.__pwned = true')));
      document.body.append(script);
      return { made, parsed };
    });
    expect(refused).toEqual({ made: 'TypeError', parsed: 'TypeError' });
    expect(await launched.page.evaluate(() => '__pwned' in globalThis)).toBe(false);
    await launched.page.getByRole('row').nth(5).waitFor();
  });

  it.each(['/..%2f..%2fpackage.json', '/%2e%2e/main/main.cjs', '/..\\main\\main.cjs', '//etc/passwd', '/%2500', '/C:/windows/win.ini'])(
    'serves no file for %s',
    async (url) => {
      const answer = await launched.page.evaluate(async (target) => {
        const response = await fetch(`app://ui${target}`);
        return { status: response.status, text: await response.text() };
      }, url);
      // A path that names no file is a view of the app or a 404; never something of the disk.
      expect(answer.text).not.toMatch(/"dependencies"|root:|require\(/);
      if (answer.status === 200) expect(answer.text).toContain('<div id="root">');
    },
  );

  it('cannot be navigated, nor open windows', async () => {
    const { page, app } = launched;
    const before = page.url();
    await page.evaluate(() => {
      window.open('https://evil.example/');
      const link = document.createElement('a');
      link.href = 'https://evil.example/navigated';
      document.body.append(link);
      link.click();
      link.remove();
    });
    await eventually(
      'both denials in the log',
      () => /denied: navigation\n/.test(launched.log()) && /denied: window\n/.test(launched.log()),
    );
    expect(page.url()).toBe(before);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('opens one of our own pages in a second window, with the same walls, when the page asks for it', async () => {
    const { app, page } = launched;
    const logs = {
      title: 'app=checkout',
      selections: [
        { contextId: 'demo#kapsule-prod', target: { type: 'labels', selector: 'app=checkout', namespaces: null }, containers: [] },
      ],
      start: null,
    };
    const ask = (args: unknown) =>
      page.evaluate(
        (sent) =>
          new Promise<unknown>((resolve) => {
            const bridge = (globalThis as unknown as { timonier: ExposedBridge }).timonier;
            const id = 900_000 + Math.floor(Math.random() * 1_000);
            bridge.listen((message) => {
              if (message.id === id) resolve((message as unknown as { result: unknown }).result);
            });
            bridge.post({ type: 'call', id, channel: 'windows.open', args: sent });
          }),
        args,
      );
    expect(await ask({ page: 'logs', logs, url: 'https://evil.example/' })).toMatchObject({ ok: false });
    expect(await ask({ page: 'https://evil.example/', logs })).toMatchObject({ ok: false });
    const opening = app.waitForEvent('window');
    expect(await ask({ page: 'logs', logs })).toEqual({ ok: true, value: null });
    const second = await opening;
    await second.waitForLoadState();
    expect(new URL(second.url()).host + new URL(second.url()).pathname).toBe('ui/logs');
    await eventually('the title of the view', async () => (await second.title()).startsWith('app=checkout'));
    const surface = await second.evaluate(() => ({
      exposed: Object.keys((globalThis as unknown as { timonier: object }).timonier),
      node: ['require', 'process', 'module'].filter((name) => name in globalThis),
    }));
    expect(surface).toEqual({ exposed: ['post', 'listen'], node: [] });
    await second.evaluate(() => window.open('https://evil.example/'));
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2);
    await second.close();
    await eventually('one window again', () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length).then((count) => count === 1),
    );
  });

  it('is given no permission', async () => {
    const answer = await launched.page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      geolocation: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          (error) => resolve(error.code),
        ),
      ),
    }));
    expect(answer).toEqual({ notifications: 'denied', geolocation: 1 });
  });

  it('answers no message of another window, even with our page in it', async () => {
    const { app, page } = launched;
    const answered = app.evaluate(async ({ BrowserWindow }, preload) => {
      const intruder = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
      await intruder.loadURL('app://ui/icon.svg').catch(() => intruder.loadURL('app://ui/'));
      const script = `new Promise((resolve) => {
        timonier.listen((message) => resolve('answered: ' + JSON.stringify(message)));
        timonier.post({ type: 'call', id: 987654, channel: 'app.info', args: {} });
        setTimeout(() => resolve('silence'), 1500);
      })`;
      const result = (await intruder.webContents.executeJavaScript(script)) as string;
      intruder.destroy();
      return result;
    }, preloadPath());
    await eventually('the refusal in the log', () => /refused: message from/.test(launched.log()));
    expect(await answered).toBe('silence');
    // The same question from our own page is answered.
    const own = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const bridge = (globalThis as unknown as { timonier: ExposedBridge }).timonier;
          bridge.listen((message) => {
            if (message.id === 987654) resolve(message.type);
          });
          bridge.post({ type: 'call', id: 987654, channel: 'app.info', args: {} });
        }),
    );
    expect(own).toBe('result');
  });

  it.runIf(process.platform === 'linux')('runs its renderer in the sandbox of the operating system', async () => {
    const metrics = await launched.app.evaluate(({ app }) => app.getAppMetrics().map((one) => ({ type: one.type, pid: one.pid })));
    const renderers = metrics.filter((one) => one.type === 'Tab');
    expect(renderers.length).toBeGreaterThan(0);
    for (const { pid } of renderers) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      expect(status).toMatch(/^Seccomp:\s+2$/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
    }
    const arguments_ = await launched.app.evaluate(() => process.argv.join(' '));
    expect(arguments_).not.toContain('--no-sandbox');
  });

  it('keeps settings and log for the user alone', async () => {
    const folder = await launched.app.evaluate(({ app }) => app.getPath('userData'));
    const modes = (statSync(`${folder}/timonier.log`).mode & 0o777).toString(8);
    expect(modes).toBe('600');
  });

  it('ends by itself when its window is closed, threads included', async () => {
    const pid = launched.app.process().pid ?? 0;
    const ended = new Promise((resolve) => launched.app.process().once('exit', resolve));
    await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await ended).toBe(0);
    await eventually('no process left', () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
    expect(launched.output()).not.toMatch(/uncaughtException|UnhandledPromiseRejection/);
  });
});
