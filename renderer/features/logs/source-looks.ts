import { type CSSProperties, useMemo } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { LogSource } from '../../../shared/logs.ts';
import type { LogSettings } from '../../../shared/settings.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { contextColour } from '../../ui/context-swatch.tsx';
import { shortenSource } from './shorten-source.ts';
import { nameSources, sourceColour } from './source-name.ts';

/** How a source stands before its lines. */
export interface SourceLook {
  /** Already shortened to the room of its column. */
  readonly name: string;
  /** The same, not cut: for marks, which have room. */
  readonly uncut: string;
  /** All of it, for the title. */
  readonly title: string;
  /** `--source` and `--context` colours. */
  readonly style: CSSProperties;
  /** From the 13th source on colours repeat, underlined. */
  readonly underlined: boolean;
}

/**
 * The looks of all sources, by number. The same map until a source joins or the settings change: rates and states of sources change
 * every second and must not render lines again.
 */
export function useSourceLooks(
  sources: ReadonlyMap<number, LogSource>,
  prefix: LogSettings['prefix'],
  room: number,
): ReadonlyMap<number, SourceLook> {
  const contexts = useContexts((state) => state.byId);
  // What a source is called depends on who there is, not on how they do.
  const who = useMemo(
    () => [...sources.values()].map(({ number, podUid, container }) => `${number} ${podUid} ${container}`).join('\n'),
    [sources],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `who` stands for the sources
  return useMemo(() => {
    const list = [...sources.values()];
    const names = nameSources(list);
    const styles = new Map<string, CSSProperties>();
    return new Map(
      list.map((source) => {
        const { colour, repeated } = sourceColour(source.number);
        const key = `${source.contextId}\n${colour}`;
        const style = styles.get(key) ?? lookStyle(colour, contexts.get(source.contextId as ContextId)?.colour ?? 1);
        styles.set(key, style);
        const known = names.get(source.number) ?? { base: visibleText(source.pod), suffix: '', container: visibleText(source.container) };
        // A container that is called as its workload says nothing new.
        const short = known.container === known.base ? { ...known, container: '' } : known;
        const name = prefix === 'long' ? { base: visibleText(source.pod), suffix: '', container: visibleText(source.container) } : short;
        return [
          source.number,
          {
            name: shortenSource(prefix === 'long' ? splitEnd(name.base, name.container) : name, room),
            uncut: shortenSource(name, Number.POSITIVE_INFINITY),
            title: visibleText(`${source.namespace}/${source.pod} ${source.container}`),
            style,
            underlined: repeated,
          },
        ] as const;
      }),
    );
  }, [who, contexts, prefix, room]);
}

/** Letters of the end of a whole pod name that stay when it is cut: random part and dash. */
const keptEnd = 6;

function splitEnd(pod: string, container: string) {
  return { base: pod.slice(0, -keptEnd), suffix: pod.slice(-keptEnd), container };
}

function lookStyle(colour: string, context: number): CSSProperties {
  return { '--source': colour, '--context': contextColour(context) } as CSSProperties;
}
