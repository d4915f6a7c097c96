import { createReadStream } from 'node:fs';
import { access, constants, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange } from '../rules/byte-range';

/** Where the bytes of attachments lie, under generated names. A file is there as a whole or not at all. */
export interface AttachmentStore {
  /** For people: a folder, or a bucket. */
  place: string;
  /** When the server starts: throws when something is missing that no request can bring. Asks nobody elsewhere. */
  prepare(): Promise<void>;
  /** Takes a local file over: it is gone from where it was. */
  put(key: string, file: string): Promise<void>;
  /** Bytes; null where there is no such file. */
  sizeOf(key: string): Promise<number | null>;
  open(key: string, range?: ByteRange): Promise<Readable>;
  remove(key: string): Promise<void>;
  /** Throws when nothing can be kept there. */
  check(): Promise<void>;
}

/** A folder of this computer, or one that all nodes share; nobody but the server's user reads it. */
export function createFolderStore(folder: string): AttachmentStore {
  const pathOf = (key: string) => path.join(folder, key.slice(0, 2), key);
  return {
    place: folder,
    prepare: () => Promise.resolve(),
    async put(key, file) {
      await mkdir(path.dirname(pathOf(key)), { recursive: true, mode: 0o700 });
      await rename(file, pathOf(key)).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EXDEV') throw error;
        // From another disk: beside its place first, so that half a file is never found there.
        await copyFile(file, `${pathOf(key)}.part`);
        await rename(`${pathOf(key)}.part`, pathOf(key));
        await rm(file);
      });
    },
    sizeOf: async (key) => (await stat(pathOf(key)).catch(() => null))?.size ?? null,
    open: async (key, range) => createReadStream(pathOf(key), range),
    remove: (key) => rm(pathOf(key), { force: true }),
    async check() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.R_OK | constants.W_OK);
    },
  };
}
