import type { App, Session, WebContents } from 'electron';
import { pageOrigin } from '../ipc/electron-gate.ts';

/*
 * What a page may not do, whoever's page it is (Electron security checklist 5, 11-14). Everything is denied for every session and
 * every WebContents, including those that should never come to exist.
 */

/** Hears of every denial, for the log. */
export type OnDenied = (what: string) => void;

/** Installs the denials for all that is created from now on; call it before the app is ready. */
export function hardenApp(app: App, onDenied: OnDenied): void {
  app.on('session-created', (session) => hardenSession(session, onDenied));
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, onDenied));
}

/** Copying text from our page is the only permission there is. */
function isAllowed(permission: string, origin: string, isMainFrame: boolean): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && origin === pageOrigin;
}

function hardenSession(session: Session, onDenied: OnDenied): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const allowed = isAllowed(permission, originOf(details.requestingUrl), details.isMainFrame);
    if (!allowed) onDenied(`permission ${permission}`);
    callback(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isAllowed(permission, originOf(requestingOrigin), details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => {
    onDenied('display capture');
    callback({});
  });
  // Nothing is ever loaded from outside: the page's CSP says so too, this holds for documents that are not ours.
  session.webRequest.onBeforeRequest((details, callback) => {
    const local = ['app:', 'devtools:', 'data:', 'blob:'].some((scheme) => details.url.startsWith(scheme));
    if (!local) onDenied('request to the network');
    callback({ cancel: !local });
  });
  // What the page made itself (export of a table) may be saved, where the user says; nothing is fetched from anywhere.
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${pageOrigin}/`)) return;
    onDenied('download');
    event.preventDefault();
  });
}

function hardenContents(contents: WebContents, onDenied: OnDenied): void {
  contents.on('will-navigate', (event) => {
    // A reload of our page goes nowhere; the error screen offers it.
    if (event.url === contents.getURL() && originOf(event.url) === pageOrigin) return;
    onDenied('navigation');
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) return;
    onDenied('navigation of a frame');
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    onDenied('redirect');
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    onDenied('webview');
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => {
    onDenied('window');
    return { action: 'deny' };
  });
}

/** `app://ui` of `app://ui/pods`. URL.origin is the string "null" for schemes that Node does not know. */
function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/.exec(url)?.[0] ?? '';
}
