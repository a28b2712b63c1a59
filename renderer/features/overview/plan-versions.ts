import type { Change } from '../../../shared/problem.ts';

/** What a change was from and to, as short as it tells them apart: `3.18.1` and `3.18.2` of one image, else as it is; digests are cut. */
export function planVersions({ from, to }: Change['facts']): { readonly from?: string | number; readonly to?: string | number } {
  if (typeof from !== 'string' || typeof to !== 'string')
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const before = imageOf(from);
  const after = imageOf(to);
  const one = before.repository === after.repository && before.tag !== '' && after.tag !== '' && before.tag !== after.tag;
  return one ? { from: before.tag, to: after.tag } : { from, to };
}

/** A digest is told apart by its first digits. */
const digestDigits = 12;

/** An image in its repository and what stands behind it: a tag, or the beginning of its digest. A port belongs to the registry. */
function imageOf(image: string): { readonly repository: string; readonly tag: string } {
  const [name = '', digest] = image.split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const repository = colon < 0 ? name : name.slice(0, colon);
  if (colon >= 0) return { repository, tag: name.slice(colon + 1) };
  return { repository, tag: digest === undefined ? '' : digest.replace(/^sha256:/, '').slice(0, digestDigits) };
}
