import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Runtime } from './runtime';

/** Files that are imported: beside the attachments, outside every public folder, under generated names. */
export interface ImportFiles {
  newKey(): string;
  /** Adds a part that the web server put into a file of its own. */
  append(storageKey: string, partPath: string): Promise<void>;
  /** Bytes there; 0 when there is no such file here. */
  size(storageKey: string): Promise<number>;
  beginning(storageKey: string, bytes: number): Promise<Buffer>;
  read(storageKey: string): NodeJS.ReadableStream;
  remove(storageKey: string): Promise<void>;
}

export function createImportFiles(runtime: Runtime): ImportFiles {
  const folder = path.join(
    runtime.config.attachmentsDir ||
      path.join(runtime.strapi.dirs.app.root, '.customer-portal', 'attachments'),
    'imports',
  );
  const pathOf = (storageKey: string): string => {
    if (!/^[a-f0-9]{48}$/.test(storageKey)) throw new Error('not a file of an import');
    return path.join(folder, storageKey);
  };
  return {
    newKey: () => randomBytes(24).toString('hex'),
    async append(storageKey, partPath) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(pathOf(storageKey), await readFile(partPath), { mode: 0o600 });
    },
    async size(storageKey) {
      return (await stat(pathOf(storageKey)).catch(() => null))?.size ?? 0;
    },
    async beginning(storageKey, bytes) {
      const file = await open(pathOf(storageKey));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    read: (storageKey) => createReadStream(pathOf(storageKey)),
    async remove(storageKey) {
      await rm(pathOf(storageKey), { force: true });
    },
  };
}
