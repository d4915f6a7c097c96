import { createHash } from 'node:crypto';
import { brandPictureType } from '../rules/brand-picture-type';
import { findBrandPicture, keepBrandPicture, type BrandPicture } from '../store/brand-pictures';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { AdminActor } from './types';

export const BRAND_PICTURE_SIZE = 512 * 1024;
/** Pictures that are kept in memory at most. */
const KEPT = 100;

export interface BrandPictures {
  /** Keeps a logo or icon and returns its name, which the branding settings then hold. */
  keep(actor: AdminActor, bytes: Buffer): Promise<{ name: string }>;
  /** For the admin pages, whether or not a portal shows it; null when there is none. */
  find(actor: AdminActor, name: string): Promise<BrandPicture | null>;
  /** For the public pages, which ask for pictures of their own portals only; null when there is none. */
  open(name: string): Promise<BrandPicture | null>;
}

/** Logos and icons, named by their content, so that a browser may keep them for ever. */
export function createBrandPictures(runtime: Runtime): BrandPictures {
  const kept = new Map<string, BrandPicture>();
  return {
    async keep(actor, bytes) {
      need(actor, 'portal-edit');
      if (bytes.length > BRAND_PICTURE_SIZE)
        refused('picture', 'Choose a picture of at most 512 KB.');
      const { name, mimeType } =
        namedPicture(bytes) ??
        refused('picture', 'Choose a PNG, JPEG, WebP, GIF, SVG or ICO picture.');
      await runtime.transaction((db) => keepBrandPicture(db, name, { mimeType, bytes }));
      return { name };
    },
    find(actor, name) {
      need(actor, 'portal-read', 'portal-edit');
      return open(name);
    },
    open,
  };

  async function open(name: string): Promise<BrandPicture | null> {
    const known = kept.get(name);
    if (known) return known;
    const found = await findBrandPicture(runtime.db, name);
    if (!found) return null;
    if (kept.size >= KEPT) kept.clear();
    kept.set(name, found);
    return found;
  }
}

/** The name that a picture has by its content; null when it is none. */
export function namedPicture(bytes: Buffer): { name: string; mimeType: string } | null {
  const type = brandPictureType(bytes);
  if (!type) return null;
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return { name: `${hash}.${type.ending}`, mimeType: type.mimeType };
}
