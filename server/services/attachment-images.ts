import type { Sharp } from 'sharp';
import { open, stat, rm } from 'node:fs/promises';
import { HEIC } from '../rules/attachment-types';
import { findNotes } from '../rules/heic-metadata';
import { headOf } from './attachment-arrivals';
import { atMost } from './at-most';

/** Of all frames together: a phone's largest photo, and no bomb. */
const MOST_PIXELS = 64_000_000;
/** s for one picture. */
const LONGEST = 30;
/** px */
const PREVIEW_SIZE = 640;
/** Of a HEIC, where its index must have come to its end. */
const INDEX_SIZE = 1024 * 1024;

export interface PictureSize {
  width: number;
  height: number;
}

/** Loaded with the first picture; it is a large library. */
const load = async () => (await import('sharp')).default;

/** Pictures are worked on beside the event loop; more at once would take it the processors. */
const inTurn = atMost(2);

const FORMATS: Record<string, (picture: Sharp) => Sharp> = {
  'image/jpeg': (picture) => picture.jpeg({ quality: 90 }),
  'image/png': (picture) => picture.png(),
  'image/gif': (picture) => picture.gif(),
  'image/webp': (picture) => picture.webp({ quality: 90 }),
  'image/avif': (picture) => picture.avif({ quality: 65, effort: 2 }),
};
const MOVING = new Set(['image/gif', 'image/webp']);

/**
 * Makes a picture anew in its own format: turned the way it was held, and with nothing in it but the picture, so that no
 * place, device or hidden file travels along. null when it cannot be decoded, or is too large to be.
 */
export async function remakePicture(
  file: string,
  target: string,
  mimeType: string,
): Promise<PictureSize | null> {
  const format = FORMATS[mimeType];
  if (!format) return null;
  return inTurn(async () => {
    const sharp = await load();
    const picture = sharp(file, {
      animated: MOVING.has(mimeType),
      limitInputPixels: MOST_PIXELS,
      failOn: 'error',
    });
    try {
      const made = await format(picture.autoOrient()).timeout({ seconds: LONGEST }).toFile(target);
      return { width: made.width, height: made.pageHeight ?? made.height };
    } catch {
      await rm(target, { force: true });
      return null;
    }
  });
}

/** A small WebP of a picture, of its first frame; null when there is none. */
export async function makePreview(file: string, target: string): Promise<PictureSize | null> {
  return inTurn(async () => {
    const sharp = await load();
    try {
      return await sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
        .autoOrient()
        .resize(PREVIEW_SIZE, PREVIEW_SIZE, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 75 })
        .timeout({ seconds: LONGEST })
        .toFile(target);
    } catch {
      await rm(target, { force: true });
      return null;
    }
  });
}

/**
 * Overwrites what a HEIC notes about itself, in its place: nothing here decodes it. Whether all of it could be found; a
 * file that cannot be read so far is left as it is.
 */
export async function clearHeicNotes(file: string): Promise<boolean> {
  const notes = findNotes(await headOf(file, INDEX_SIZE));
  if (!notes) return false;
  const { size } = await stat(file);
  if (notes.some(({ offset, length }) => offset + length > size)) return false;
  const handle = await open(file, 'r+');
  try {
    for (const { offset, length } of notes)
      await handle.write(Buffer.alloc(length), 0, length, offset);
  } finally {
    await handle.close();
  }
  return true;
}

export const isHeic = (mimeType: string): boolean => mimeType === HEIC;
