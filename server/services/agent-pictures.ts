import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PICTURE_SIZE } from '../contracts/agents';
import { pictureType } from '../rules/picture-type';
import { refused } from './refusals';
import type { Runtime } from './runtime';

export interface Picture {
  mimeType: string;
  bytes: Buffer;
}

/** Pictures of agents beside the attachments: outside every public folder, under generated names. */
export function createAgentPictures(runtime: Runtime) {
  const folder =
    runtime.config.attachmentsDir ||
    path.join(runtime.strapi.dirs.app.root, '.customer-portal', 'attachments');
  const pathOf = (key: string) => path.join(folder, key.slice(0, 2), key);

  return {
    /** Keeps a picture and returns its storage key; refuses what is none or too large. */
    async keep(bytes: Buffer): Promise<string> {
      if (bytes.length > PICTURE_SIZE) refused('picture', 'Choose a picture of at most 1 MB.');
      if (pictureType(bytes) === null) refused('picture', 'Choose a PNG, JPEG or WebP picture.');
      const key = randomBytes(24).toString('hex');
      await mkdir(path.dirname(pathOf(key)), { recursive: true, mode: 0o700 });
      await writeFile(pathOf(key), bytes, { mode: 0o600 });
      return key;
    },

    /** null when there is none; a database restored without its files misses some. */
    async open(key: string): Promise<Picture | null> {
      if (!/^[a-f0-9]{48}$/.test(key)) return null;
      const bytes = await readFile(pathOf(key)).catch(() => null);
      const mimeType = bytes && pictureType(bytes);
      return bytes && mimeType ? { mimeType, bytes } : null;
    },

    async discard(key: string): Promise<void> {
      if (/^[a-f0-9]{48}$/.test(key)) await rm(pathOf(key), { force: true });
    },
  };
}
