/** An object name in the three parts that give way differently: the hash first, then the base; the suffix never. */
export interface FittedName {
  readonly base: string;
  /** With its leading dash; shown fainter. Empty when the name has none or no room is left. */
  readonly hash: string;
  readonly suffix: string;
}

/** `<base>-<pod template hash>-<random>`: what a ReplicaSet's pods are called. Alphabet of apimachinery `pkg/util/rand`. */
const podPattern = /^(.+)-([a-z0-9]{6,10})-([a-z0-9]{5})$/;
/** Characters of the end that stay when any other name is cut. */
const tail = 6;

/** Fits a name into `room` characters of the monospaced data font. What tells two names apart stays: the end. */
export function fitName(name: string, room: number): FittedName {
  const pod = podPattern.exec(name);
  if (pod && /\d/.test(pod[2] ?? '')) {
    const base = pod[1] ?? '';
    const hash = pod[2] ?? '';
    const suffix = `-${pod[3] ?? ''}`;
    if (name.length <= room) return { base, hash: `-${hash}`, suffix };
    const forHash = room - base.length - suffix.length - 2;
    if (forHash >= 1) return { base, hash: `-${hash.slice(0, forHash)}…`, suffix };
    return { base: base.slice(0, Math.max(3, room - suffix.length - 1)).replace(/[-.]$/, ''), hash: '…', suffix };
  }
  if (name.length <= room) return { base: name, hash: '', suffix: '' };
  const end = Math.min(Math.max(tail, Math.floor(room / 3)), Math.max(3, room - 4));
  return { base: name.slice(0, Math.max(1, room - end - 1)), hash: '…', suffix: name.slice(-end) };
}
