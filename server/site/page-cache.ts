const ENTRIES = 500;
const BYTES = 20 * 1024 * 1024;

interface Entry {
  version: number;
  body: Buffer;
  etag: string;
}

/** Rendered pages for anonymous visitors, bounded in number and bytes; the oldest leave first. */
export function createPageCache() {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  const drop = (key: string, entry: Entry) => {
    entries.delete(key);
    bytes -= entry.body.length;
  };
  return {
    /** A page made under an older version of the articles is stale. */
    get(key: string, version: number): Entry | null {
      const entry = entries.get(key);
      if (!entry) return null;
      if (entry.version === version) return entry;
      drop(key, entry);
      return null;
    },
    set(key: string, version: number, body: Buffer, etag: string): void {
      if (key.length > 500 || body.length > BYTES / 10) return;
      const known = entries.get(key);
      if (known) drop(key, known);
      entries.set(key, { version, body, etag });
      bytes += body.length;
      for (const [oldest, entry] of entries) {
        if (entries.size <= ENTRIES && bytes <= BYTES) break;
        drop(oldest, entry);
      }
    },
  };
}
