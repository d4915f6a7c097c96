import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AttachmentView } from '../contracts/tickets';
import { attachmentType, cleanFileName } from '../rules/attachment-names';
import { maySeeTicket } from '../rules/ticket-access';
import { number, text, yes, type Row } from '../store/connection';
import { findTicket, listAttachments } from '../store/tickets';
import { asReader } from './customer-ticket-lists';
import type { Runtime } from './runtime';
import { AttachmentRefused, type AttachmentsService } from './types';

/** Attachments on the server's disk: outside every public folder, under generated names. */
export interface AttachmentFiles {
  open(row: Row): Promise<{ file: AttachmentView; stream: Readable } | null>;
}

export function createAttachments(runtime: Runtime): AttachmentsService & AttachmentFiles {
  const folder =
    runtime.config.attachmentsDir ||
    path.join(runtime.strapi.dirs.app.root, '.customer-portal', 'attachments');
  const { attachmentSize, attachmentCount } = runtime.config;
  const pathOf = (storageKey: string) => path.join(folder, storageKey.slice(0, 2), storageKey);

  async function open(row: Row): Promise<{ file: AttachmentView; stream: Readable } | null> {
    const storageKey = text(row.storage_key);
    if (!/^[a-f0-9]{48}$/.test(storageKey)) return null;
    // A database restored without its files has rows whose file is missing.
    const found = await stat(pathOf(storageKey)).catch(() => null);
    if (!found) return null;
    const file = {
      id: text(row.document_id),
      name: text(row.name),
      mimeType: text(row.mime_type),
      size: found.size,
    };
    return { file, stream: createReadStream(pathOf(storageKey)) };
  }

  return {
    limits: { files: attachmentCount, fileSize: attachmentSize },
    open,

    async receive(rawName, stream) {
      const name = cleanFileName(rawName);
      const mimeType = attachmentType(name);
      if (mimeType === null) {
        stream.resume();
        throw new AttachmentRefused('attachment.refusedType', name);
      }
      const storageKey = randomBytes(24).toString('hex');
      const target = pathOf(storageKey);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      // The pipeline would wait for ever for a stream that broke off meanwhile.
      if (stream.destroyed) throw new Error(`${name} broke off`);
      const checksum = createHash('sha256');
      let size = 0;
      // What is too large is read to its end and not kept: a file that breaks off would hold up the form behind it.
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          if (size > attachmentSize) return done();
          checksum.update(chunk);
          done(null, chunk);
        },
      });
      try {
        await pipeline(stream, measure, createWriteStream(target, { mode: 0o600 }));
        if (size > attachmentSize) throw new AttachmentRefused('attachment.tooLarge', name);
        if (size === 0) throw new AttachmentRefused('attachment.empty', name);
      } catch (error) {
        await rm(target, { force: true });
        throw error;
      }
      return { name, mimeType, size, storageKey, checksum: checksum.digest('hex') };
    },

    async discard(files) {
      await Promise.all(files.map((file) => rm(pathOf(file.storageKey), { force: true })));
    },

    async openForCustomer(viewer, ticketId, attachmentId) {
      const ticket = await findTicket(runtime.db, ticketId, viewer.contactKey);
      if (!ticket) return null;
      const standing = {
        portalKey: number(ticket.portal_id),
        companyKey: number(ticket.company_id),
        isPrivate: yes(ticket.is_private),
        isAssociated: ticket.participant_id !== null,
      };
      if (!maySeeTicket(asReader(viewer), standing)) return null;
      const row = (await listAttachments(runtime.db, number(ticket.id), 'public')).find(
        (candidate) => candidate.document_id === attachmentId,
      );
      return row ? open(row) : null;
    },
  };
}
