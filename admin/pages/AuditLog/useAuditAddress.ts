import { useSearchParams } from 'react-router-dom';
import { api } from '../../services/api';

const NAMES = ['area', 'portal', 'about', 'from', 'until'] as const;
type Query = Record<(typeof NAMES)[number], string>;

export interface AuditAddress {
  /** Days are `YYYY-MM-DD` by the reader's own clock. */
  query: Query;
  change: (changes: Partial<Query>) => void;
}

/** What the log shows is in the address alone: it can be shared, reloaded and gone back to. */
export function useAuditAddress(): AuditAddress & { url: (path: string) => string } {
  const [params, setParams] = useSearchParams();
  const query = Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? ''])) as Query;
  return {
    query,
    change(changes) {
      const next = { ...query, ...changes };
      setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')));
    },
    url: (path) =>
      api(path, {
        area: query.area,
        portal: query.portal || undefined,
        about: query.about,
        from: String(beginOf(query.from)),
        until: String(endOf(query.until)),
        cursor: path.endsWith('export') ? undefined : (params.get('cursor') ?? undefined),
      }),
  };
}

const beginOf = (day: string): number => new Date(`${day}T00:00`).getTime() || 0;
const endOf = (day: string): number => new Date(`${day}T23:59:59.999`).getTime() || 0;
