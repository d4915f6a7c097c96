import { stat } from 'node:fs/promises';
import path from 'node:path';
import { number, text } from '../store/connection';
import { listStorageKeys } from '../store/messages';
import type { AttachmentFiles } from './attachments';
import type { Runtime } from './runtime';

export interface MovedFiles {
  taken: number;
  /** They were here already. */
  present: number;
  /** Neither here nor in the folder. */
  missing: number;
}

export interface AttachmentMoves {
  /**
   * Copies from a folder of attachments, of another installation or of before the bucket, what records name and the store
   * does not have. It may be run again: what was taken is left as it is.
   */
  takeFrom(folder: string): Promise<MovedFiles>;
}

export function createAttachmentMoves(
  runtime: Runtime,
  attachments: Pick<AttachmentFiles, 'adopt' | 'store'>,
): AttachmentMoves {
  return {
    async takeFrom(folder) {
      const moved = { taken: 0, present: 0, missing: 0 };
      for (let after = 0; ;) {
        const rows = await listStorageKeys(runtime.db, after);
        const last = rows.at(-1);
        if (!last) return moved;
        after = number(last.id);
        for (const key of rows.map((row) => text(row.storage_key))) {
          const file = path.join(folder, key.slice(0, 2), key);
          if ((await attachments.store.sizeOf(key)) !== null) moved.present += 1;
          else if (!(await stat(file).catch(() => null))?.isFile()) moved.missing += 1;
          else if (await attachments.adopt(key, file)) moved.taken += 1;
        }
      }
    },
  };
}
