import { pictureType } from './picture-type';

export interface BrandPictureType {
  mimeType: string;
  ending: string;
}

const ENDINGS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** What a logo or icon is by its first bytes; null when it is none. An SVG is shown as a picture only, where no script runs. */
export function brandPictureType(bytes: Uint8Array): BrandPictureType | null {
  const mimeType = pictureType(bytes);
  if (mimeType) return { mimeType, ending: ENDINGS[mimeType] ?? '' };
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  if (/^GIF8[79]a/.test(start)) return { mimeType: 'image/gif', ending: 'gif' };
  if (start.startsWith('\0\0\x01\0')) return { mimeType: 'image/x-icon', ending: 'ico' };
  if (/^(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/i.test(start))
    return { mimeType: 'image/svg+xml', ending: 'svg' };
  return null;
}
