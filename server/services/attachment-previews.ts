import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AttachmentArrivals } from './attachment-arrivals';
import { makePreview } from './attachment-images';
import type { AttachmentStore } from './attachment-store';

export interface AttachmentPreviews {
  /** A small WebP of a kept picture, made when it is first asked for; null when it cannot be made. */
  open(storageKey: string): Promise<{ size: number; stream: Readable } | null>;
  remove(storageKey: string): Promise<void>;
}

/** Previews lie beside their pictures, and go with them. */
export function createAttachmentPreviews(
  store: AttachmentStore,
  arrivals: AttachmentArrivals,
): AttachmentPreviews {
  const making = new Map<string, Promise<void>>();
  const keyOf = (storageKey: string) => `${storageKey}.preview`;

  async function make(storageKey: string): Promise<void> {
    const [whole, small] = [await arrivals.place(), await arrivals.place()];
    try {
      await pipeline(await store.open(storageKey), createWriteStream(whole, { mode: 0o600 }));
      if (!(await makePreview(whole, small))) return;
      await store.put(keyOf(storageKey), small);
      // Erased meanwhile: its preview must not stay.
      if ((await store.sizeOf(storageKey)) === null) await store.remove(keyOf(storageKey));
    } finally {
      await rm(whole, { force: true });
      await rm(small, { force: true });
    }
  }

  /** Several browsers that ask at once wait for one preview. */
  function makeOnce(storageKey: string): Promise<void> {
    const running = making.get(storageKey);
    if (running) return running;
    const work = make(storageKey).finally(() => making.delete(storageKey));
    making.set(storageKey, work);
    return work;
  }

  return {
    async open(storageKey) {
      const key = keyOf(storageKey);
      let size = await store.sizeOf(key);
      if (size === null) {
        await makeOnce(storageKey);
        size = await store.sizeOf(key);
      }
      return size === null ? null : { size, stream: await store.open(key) };
    },
    remove: (storageKey) => store.remove(keyOf(storageKey)),
  };
}
