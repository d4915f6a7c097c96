import {
  addPendingUpload,
  listPendingBeyond,
  listPendingUploads,
  listStaleUploads,
  takePendingUpload,
  type PendingUpload,
} from '../store/pending-uploads';
import { newId } from '../store/connection';
import type { Jobs } from './jobs';
import { counter } from './limits';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { AttachmentsService, CustomerViewer, StoredFile } from './types';

const HOUR = 60 * 60 * 1000;
/** ms; so long a file waits for its form. */
export const PENDING_FOR = 24 * HOUR;
/** Of one person at all portals together: the oldest go first, so that nobody fills the disk (attacks 34). */
export const MOST_PENDING = 40;
/** Of one person in a quarter of an hour. */
const UPLOADS = 150;
const AT_ONCE = 200;

export interface UploadView {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
}

/** Files that are sent ahead of their form, each by itself; they belong to one person at one portal, for a day. */
export interface PendingUploads {
  /** ms to wait before the next file, 0 when it is taken now. Counts it. */
  take(viewer: CustomerViewer): Promise<number>;
  /** Keeps a received file for its person until the form that names it is sent. */
  keep(viewer: CustomerViewer, file: StoredFile): Promise<UploadView>;
  /** Those of these ids that are the viewer's own at this portal, in the order in which they came. */
  find(viewer: CustomerViewer, ids: readonly string[]): Promise<StoredFile[]>;
  /** Takes one away with its file; whoever's it is not learns nothing. */
  remove(viewer: CustomerViewer, id: string): Promise<void>;
  /** Removes what waited for more than a day. */
  prune(): Promise<void>;
  /** Once an hour, on one node. */
  start(): void;
  stop(): Promise<void>;
}

export function createPendingUploads(
  runtime: Runtime,
  attachments: Pick<AttachmentsService, 'discard'>,
  jobs: Jobs,
): PendingUploads {
  const uploads = counter(UPLOADS);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  /** Whoever takes the row away removes the file: what became part of a message meanwhile is not here any more. */
  async function drop(found: readonly PendingUpload<StoredFile>[]): Promise<void> {
    for (const upload of found)
      if (await takePendingUpload(runtime.db, upload.id)) await attachments.discard([upload.file]);
  }

  async function prune(): Promise<void> {
    for (;;) {
      const stale = await listStaleUploads<StoredFile>(
        runtime.db,
        runtime.now() - PENDING_FOR,
        AT_ONCE,
      );
      await drop(stale);
      if (stale.length < AT_ONCE) return;
    }
  }

  async function own(viewer: CustomerViewer): Promise<PendingUpload<StoredFile>[]> {
    const { contactKey, portal } = viewer;
    const since = runtime.now() - PENDING_FOR;
    return listPendingUploads(runtime.db, contactKey, portal.key, since);
  }

  return {
    take: ({ contactKey }) => uploads.take(`upload:customer:${contactKey}`),

    async keep(viewer, file) {
      needOwn(viewer);
      const { contactKey, portal } = viewer;
      const id = newId();
      const owner = { contactKey, portalKey: portal.key, now: runtime.now() };
      await addPendingUpload(runtime.db, { id, file }, owner);
      await drop(await listPendingBeyond(runtime.db, contactKey, MOST_PENDING));
      return { id, name: file.name, size: file.size };
    },

    async find(viewer, ids) {
      if (ids.length === 0) return [];
      const found = (await own(viewer)).filter(({ id }) => ids.includes(id));
      return found.map(({ id, file }) => ({ ...file, uploadId: id }));
    },

    async remove(viewer, id) {
      await drop((await own(viewer)).filter((upload) => upload.id === id));
    },

    prune,
    start() {
      timer = setInterval(() => {
        if (!runtime.strapi.server.httpServer.listening) return;
        running = jobs.atMostEvery(HOUR, 'prune-uploads', prune).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: uploads: ${String(error)}`);
        });
      }, HOUR / 6).unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
