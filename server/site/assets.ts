import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'koa';

export interface Asset {
  /** An ending or a media type. */
  type: string;
  body: string | Buffer;
}

type Encoding = 'br' | 'gzip';

const squeezers: Record<Encoding, (body: string | Buffer) => Promise<Buffer>> = {
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gzip: (body) => promisify(gzip)(body, { level: 9 }),
};

/** Text that a browser takes squeezed; pictures are small already. */
const SQUEEZED = new Set(['.css', '.js', 'image/svg+xml']);
/** Names hold a hash of their content, so what is kept is right for ever; as many as some brands have. */
const MOST_KEPT = 200;

/** The built scripts and styles of a folder, and how any asset is sent. */
export function createAssets(dir: string, manifest: Record<string, string>) {
  const names = new Set(Object.values(manifest));
  const files = new Map<string, Asset>();
  const squeezed = new Map<string, Promise<Buffer>>();

  /** A built file by its hashed name. */
  function open(name: string): Asset | null {
    if (!names.has(name)) return null;
    let file = files.get(name);
    if (!file) {
      file = { type: path.extname(name), body: readFileSync(path.join(dir, name)) };
      files.set(name, file);
    }
    return file;
  }

  /** In the smallest form that the browser takes; each is made once. Nothing personal is among assets. */
  async function bodyFor(ctx: Context, name: string, { type, body }: Asset) {
    if (!SQUEEZED.has(type)) return body;
    ctx.vary('Accept-Encoding');
    const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity');
    if (encoding !== 'br' && encoding !== 'gzip') return body;
    const key = `${encoding} ${name}`;
    let made = squeezed.get(key);
    if (!made) {
      if (squeezed.size >= MOST_KEPT) squeezed.clear();
      squeezed.set(key, (made = squeezers[encoding](body)));
    }
    const small = await made;
    ctx.set('Content-Encoding', encoding);
    return small;
  }

  return { open, bodyFor };
}

export type Assets = ReturnType<typeof createAssets>;

/** Style sheets of one page as one asset: `site.1a2b.css+brand.3c4d.css`, in their order. */
export const joinedName = (names: readonly string[]): string => names.join('+');
/** Each once: few different assets can be asked for. */
export const namesOf = (name: string): string[] => [...new Set(name.split('+'))];
