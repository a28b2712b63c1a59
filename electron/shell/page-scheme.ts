import { protocol } from 'electron';
import { answerPage, type PageFiles } from '../ipc/page-files.ts';

/** Host of the page: `app://ui/`. */
const host = 'ui';

/** Must run before the app is ready: `app://` becomes an origin of its own, with the rules of https. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // corsEnabled: without it other schemes could read our answers (CVE-2026-70604).
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true } },
  ]);
}

/** Serves the page from memory, with the same headers as the browser shell. Nothing of the disk can be asked for. */
export function servePage(files: PageFiles): void {
  protocol.handle('app', (request) => {
    const url = new URL(request.url);
    const readable = url.host === host && (request.method === 'GET' || request.method === 'HEAD');
    const answer = answerPage(files, readable ? url.pathname : '/not-found.txt');
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: { ...answer.headers },
    });
  });
}
