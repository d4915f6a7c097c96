import { randomBytes } from 'node:crypto';
import { copyFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { AttachmentView } from '../contracts/tickets';
import { attachmentType, cleanFileName } from '../rules/attachment-names';
import { DOWNLOAD_ONLY, HEAD_SIZE, judgeFile, PICTURES } from '../rules/attachment-types';
import { number, text, type Row } from '../store/connection';
import { listAttachments } from '../store/tickets';
import { checksumOf, createAttachmentArrivals, headOf } from './attachment-arrivals';
import { createBucketStore } from './attachment-bucket';
import { clearHeicNotes, isHeic, remakePicture, type PictureSize } from './attachment-images';
import { createAttachmentPreviews } from './attachment-previews';
import { createFolderStore, type AttachmentStore } from './attachment-store';
import type { TicketAccess } from './customer-ticket-access';
import type { Runtime } from './runtime';
import { AttachmentRefused, type AttachmentsService, type FoundAttachment } from './types';
import { createVirusScan, type VirusScan } from './virus-scan';

/** Names of files that we made; a database from elsewhere may say anything. */
const STORAGE_KEY = /^[a-f0-9]{48}$/;
const MB = 1024 * 1024;
const NO_PICTURE: PictureSize = { width: 0, height: 0 };

/** Files of messages for who has already been asked whether he may have them. */
export interface AttachmentFiles {
  /** null when its bytes are not there: a database restored without its files has rows whose file is missing. */
  find(row: Row): Promise<FoundAttachment | null>;
  open(row: Row): Promise<{ file: AttachmentView; stream: Readable } | null>;
  /** Copies a file from the folder of another installation, or of before the bucket; whether it was missing here. */
  adopt(storageKey: string, from: string): Promise<boolean>;
  /** For health: where files are kept, and who scans them. */
  store: AttachmentStore;
  scan: VirusScan;
}

export const attachmentsFolder = ({ config, strapi }: Pick<Runtime, 'config' | 'strapi'>): string =>
  config.attachmentsDir || path.join(strapi.dirs.app.root, '.customer-portal', 'attachments');

/** Attachments outside every public folder, under generated names; what they are is said by their bytes. */
export function createAttachments(
  runtime: Runtime,
  access: Pick<TicketAccess, 'visible'>,
): AttachmentsService & AttachmentFiles {
  const { attachmentStore, attachmentSize, attachmentCount, attachmentTotal } = runtime.config;
  const folder = attachmentsFolder(runtime);
  const store =
    attachmentStore.driver === 's3'
      ? createBucketStore(attachmentStore)
      : createFolderStore(folder);
  const arrivals = createAttachmentArrivals(path.join(folder, 'incoming'));
  const scan = createVirusScan(runtime);
  const previews = createAttachmentPreviews(store, arrivals);
  const limits = {
    files: attachmentCount,
    fileSize: attachmentSize,
    total: Math.min(attachmentTotal, attachmentCount * attachmentSize),
  };

  async function find(row: Row): Promise<FoundAttachment | null> {
    const storageKey = text(row.storage_key);
    if (!STORAGE_KEY.test(storageKey)) return null;
    const size = await store.sizeOf(storageKey);
    if (size === null) return null;
    const file = {
      id: text(row.document_id),
      name: text(row.name),
      mimeType: text(row.mime_type),
      size,
      width: number(row.width),
      height: number(row.height),
    };
    return {
      file,
      etag: `"${text(row.checksum) || storageKey}"`,
      open: (range) => store.open(storageKey, range),
      openPreview: async () =>
        PICTURES.includes(file.mimeType) ? previews.open(storageKey) : null,
    };
  }

  async function open(row: Row): Promise<{ file: AttachmentView; stream: Readable } | null> {
    const found = await find(row);
    return found && { file: found.file, stream: await found.open() };
  }

  /** What is kept of an arrived file: a picture is made anew, anything else stays byte by byte. */
  async function settle(
    file: string,
    mimeType: string,
  ): Promise<PictureSize & { file: string; mimeType: string }> {
    if (isHeic(mimeType)) await clearHeicNotes(file);
    if (!PICTURES.includes(mimeType)) return { file, mimeType, ...NO_PICTURE };
    const remade = await arrivals.place();
    const size = await remakePicture(file, remade, mimeType);
    // Nothing of a customer's is lost: what cannot be decoded can still be saved.
    if (!size) return { file, mimeType: DOWNLOAD_ONLY, ...NO_PICTURE };
    await rm(file);
    return { file: remade, mimeType, ...size };
  }

  async function findForCustomer(
    ...[viewer, ticketId, attachmentId]: Parameters<AttachmentsService['findForCustomer']>
  ): Promise<FoundAttachment | null> {
    const [ticket] = await access.visible(runtime.db, viewer, ticketId);
    if (!ticket) return null;
    const row = (await listAttachments(runtime.db, number(ticket.id), 'public')).find(
      (candidate) => candidate.document_id === attachmentId,
    );
    return row ? find(row) : null;
  }

  return {
    limits,
    store,
    scan,
    find,
    open,

    limitsAt({ settings }) {
      const { files, sizeMb } = settings.supportForm.attachments;
      const [most, size] = [Math.min(files, limits.files), Math.min(sizeMb * MB, limits.fileSize)];
      return { files: most, fileSize: size, total: Math.min(limits.total, most * size) };
    },

    async receive(rawName, stream, { fileSize } = limits) {
      const name = cleanFileName(rawName);
      if (attachmentType(name) === null) {
        stream.resume();
        throw new AttachmentRefused('attachment.refusedType', name);
      }
      const { file: arrived, size } = await arrivals.take(stream, fileSize);
      let file = arrived;
      try {
        if (size > fileSize) throw new AttachmentRefused('attachment.tooLarge', name);
        if (size === 0) throw new AttachmentRefused('attachment.empty', name);
        const head = await headOf(file, HEAD_SIZE);
        const judged = judgeFile(name, await recognise(head), head);
        if ('problem' in judged) throw new AttachmentRefused(`attachment.${judged.problem}`, name);
        // Before anything takes it apart.
        await scan.check({ path: file, name, mimeType: judged.mimeType, size });
        const settled = await settle(file, judged.mimeType);
        file = settled.file;
        const storageKey = randomBytes(24).toString('hex');
        const kept = {
          name,
          mimeType: settled.mimeType,
          size: (await stat(file)).size,
          storageKey,
          checksum: await checksumOf(file),
          width: settled.width,
          height: settled.height,
        };
        await store.put(storageKey, file);
        return kept;
      } finally {
        await rm(file, { force: true });
        if (file !== arrived) await rm(arrived, { force: true });
      }
    },

    async discard(files) {
      const known = files.filter(({ storageKey }) => STORAGE_KEY.test(storageKey));
      await Promise.all(
        known.map(async ({ storageKey }) => {
          await store.remove(storageKey);
          await previews.remove(storageKey);
        }),
      );
    },

    async adopt(storageKey, from) {
      if (!STORAGE_KEY.test(storageKey) || (await store.sizeOf(storageKey)) !== null) return false;
      const file = await arrivals.place();
      try {
        await copyFile(from, file);
        await store.put(storageKey, file);
      } finally {
        await rm(file, { force: true });
      }
      return true;
    },

    findForCustomer,
  };
}

/** The type that the first bytes of a file say; '' when none does. */
async function recognise(head: Buffer): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type/core');
  // A format that begins well and does not go on like that is none.
  return (await fileTypeFromBuffer(head).catch(() => undefined))?.mime ?? '';
}
