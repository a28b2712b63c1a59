import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createNonce, noncePlaceholder, pageHeaders } from './page-headers.ts';

/** One file of the page, held in memory. */
export interface PageFile {
  readonly body: Buffer;
  readonly type: string;
  /** SHA-256, base64. */
  readonly hash: string;
}

/** Every file of the page by its URL path (`/assets/index-Ab12.js`): what is not a key cannot be asked for. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** An answer of either shell: status, headers (lower case) and body. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Reads the built page once. Links are not followed. Throws (ENOENT) when it was never built. */
export function loadPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>();
  const read = (directory: string, prefix: string) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) read(file, `${prefix}${entry.name}/`);
      // Source maps name the paths of the build and are for debuggers, which read them from the disk.
      else if (entry.isFile() && !entry.name.endsWith('.map'))
        files.set(`${prefix}${entry.name}`, pageFileOf(entry.name, readFileSync(file)));
    }
  };
  read(folder, '/');
  return files;
}

/** A file of the page from its name and bytes. */
export function pageFileOf(name: string, body: Buffer): PageFile {
  const type = types[path.extname(name).toLowerCase()] ?? 'application/octet-stream';
  return { body, type, hash: createHash('sha256').update(body).digest('base64') };
}

/**
 * Finds the file for the path of a URL (still percent-encoded, without query). Paths of views are answered with
 * index.html; anything that could mean another folder on some system is not found.
 */
export function findPageFile(files: PageFiles, pathname: string): PageFile | null {
  const exact = files.get(pathname);
  if (exact !== undefined) return exact;
  return isViewPath(pathname) ? (files.get('/index.html') ?? null) : null;
}

/** Answers a GET of either shell: the file, or 404, always with the page's headers. */
export function answerPage(files: PageFiles, pathname: string): PageAnswer {
  const file = findPageFile(files, pathname);
  if (file === null) {
    return {
      status: 404,
      headers: { ...pageHeaders(null), 'content-type': 'text/plain; charset=utf-8' },
      body: Buffer.from('Not found\n'),
    };
  }
  if (!file.type.startsWith('text/html')) {
    // The build puts a hash of the bytes into the names under /assets/, so these never change.
    const cache = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return {
      status: 200,
      headers: { ...pageHeaders(null), 'content-type': file.type, 'cache-control': cache, etag: `"${file.hash}"` },
      body: file.body,
    };
  }
  const nonce = createNonce();
  const body = Buffer.from(file.body.toString('utf8').replaceAll(noncePlaceholder, nonce));
  return { status: 200, headers: { ...pageHeaders(nonce), 'content-type': file.type }, body };
}

function isViewPath(pathname: string): boolean {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    // malformed percent-encoding is not a view
    return false;
  }
  if (!/^\/[\p{L}\p{N}_.~@:/#=+,()* -]*$/u.test(decoded) || pathname.startsWith('//')) return false;
  const segments = decoded.split('/').slice(1);
  if (segments.some((segment) => segment.startsWith('.'))) return false;
  // Views are deeper (`/r/deployments.apps`), files stand at the top or in the build's folder: a missing one must say so.
  const looksLikeFile = /\.[A-Za-z0-9]+$/.test(segments.at(-1) ?? '');
  return !looksLikeFile || (segments.length > 1 && segments[0] !== 'assets');
}
