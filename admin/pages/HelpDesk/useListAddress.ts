import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

const DEFAULTS = {
  state: 'open',
  q: '',
  status: '',
  priority: '',
  assignee: '',
  inbox: '',
  sort: 'activity',
} as const;

export type ListQuery = Record<keyof typeof DEFAULTS, string>;

/** What the list shows is in the address alone: it can be shared, reloaded and gone back to. */
export function useListAddress() {
  const [params, setParams] = useSearchParams();

  const query = useMemo(() => {
    const entries = Object.entries(DEFAULTS).map(([key, value]) => [key, params.get(key) ?? value]);
    return Object.fromEntries(entries) as ListQuery;
  }, [params]);

  const change = useCallback(
    (changes: Partial<ListQuery>) => {
      setParams((before) => {
        const next = new URLSearchParams(before);
        next.delete('cursor');
        for (const [key, value] of Object.entries(changes)) {
          if (value === '' || value === DEFAULTS[key as keyof ListQuery]) next.delete(key);
          else next.set(key, value);
        }
        return next;
      });
    },
    [setParams],
  );

  const clear = useCallback(
    () => change({ state: '', q: '', status: '', priority: '', assignee: '', inbox: '' }),
    [change],
  );

  const isNarrowed = ['q', 'status', 'priority', 'assignee', 'inbox'].some(
    (key) => query[key as keyof ListQuery] !== '',
  );

  return { query, cursor: params.get('cursor') ?? undefined, change, clear, isNarrowed };
}

export type ListAddress = ReturnType<typeof useListAddress>;
