import { PLUGIN_ID } from '../plugin';

/** A request address; empty values are left out. */
export function api(route: string, query: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const text = search.toString();
  return `/${PLUGIN_ID}${route}${text ? `?${text}` : ''}`;
}
