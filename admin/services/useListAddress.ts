import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Every list has a search and a sort; `sort` is a column, with `-` before it for descending. */
type Query = { q: string; sort: string } & Record<string, string>;

/**
 * What a list shows is in the address alone: it can be shared, reloaded and gone back to. `defaults` is a stable object
 * with every filter of the list; a list counts as narrowed when a filter other than `sort` and `unnarrowing` is set.
 */
export function useListAddress<Defaults extends Query>(
  defaults: Defaults,
  unnarrowing: readonly string[] = [],
) {
  const [params, setParams] = useSearchParams();

  const query = useMemo(() => {
    const entries = Object.entries(defaults).map(([key, value]) => [key, params.get(key) ?? value]);
    return Object.fromEntries(entries) as Record<keyof Defaults, string>;
  }, [params, defaults]);

  const change = useCallback(
    (changes: Partial<Record<keyof Defaults, string>>) => {
      setParams((before) => {
        const next = new URLSearchParams(before);
        next.delete('cursor');
        for (const [key, value] of Object.entries(changes) as [string, string][]) {
          if (value === '' || value === defaults[key]) next.delete(key);
          else next.set(key, value);
        }
        return next;
      });
    },
    [setParams, defaults],
  );

  const clear = useCallback(
    () =>
      change(
        Object.fromEntries(
          Object.keys(defaults)
            .filter((key) => key !== 'sort')
            .map((key) => [key, '']),
        ) as Partial<Record<keyof Defaults, string>>,
      ),
    [change, defaults],
  );

  const isNarrowed = Object.keys(defaults).some(
    (key) => key !== 'sort' && !unnarrowing.includes(key) && query[key] !== defaults[key],
  );

  return { query, cursor: params.get('cursor') ?? undefined, change, clear, isNarrowed };
}

export interface ListAddress<Key extends string = string> {
  query: Record<Key | 'q' | 'sort', string>;
  cursor: string | undefined;
  change(changes: Partial<Record<Key | 'q' | 'sort', string>>): void;
  clear(): void;
  isNarrowed: boolean;
}
