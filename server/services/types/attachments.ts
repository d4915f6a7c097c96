import type { AttachmentView } from '../../contracts/tickets';
import type { ByteRange } from '../../rules/byte-range';
import type { Readable } from 'node:stream';
import type { CustomerViewer } from './customer-sessions';
import type { PortalRecord } from './site';

/** A file already streamed to the attachment storage and not yet part of a message. */
export interface StoredFile {
  name: string;
  mimeType: string;
  size: number;
  storageKey: string;
  checksum: string;
  /** px of a picture as it is shown; 0 of anything else. */
  width: number;
  height: number;
  /** Where it was sent ahead of its form (services/pending-uploads.ts): it is one message's, whoever is first. */
  uploadId?: string;
}

/** Of the files of one message; sizes in bytes. */
export interface AttachmentLimits {
  files: number;
  fileSize: number;
  total: number;
}

/** A kept file that its reader may have. */
export interface FoundAttachment {
  file: AttachmentView;
  /** Strong (RFC 9110): the same as long as the bytes are. */
  etag: string;
  open(range?: ByteRange): Promise<Readable>;
  /** A small WebP of a picture; null where there is none. */
  openPreview(): Promise<{ size: number; stream: Readable } | null>;
}

export interface AttachmentsService {
  /** What the plugin's options allow at most. */
  limits: AttachmentLimits;
  /** What a portal allows, which its pages tell beforehand. */
  limitsAt(portal: Pick<PortalRecord, 'settings'>): AttachmentLimits;
  /**
   * Streams one file to storage, as its bytes say what it is, scanned and without what a picture notes about itself; throws
   * AttachmentRefused with a message key when it is not to be taken.
   */
  receive(
    name: string,
    stream: Readable,
    limits?: Pick<AttachmentLimits, 'fileSize'>,
  ): Promise<StoredFile>;
  /** Removes files that did not become part of a message. */
  discard(files: Pick<StoredFile, 'storageKey'>[]): Promise<void>;
  /** null, for every cause, when the viewer may not have it or it is not there. */
  findForCustomer(
    viewer: CustomerViewer,
    ticketId: string,
    attachmentId: string,
  ): Promise<FoundAttachment | null>;
}

/** Refused file; `problem` is a message key: `attachment.tooLarge`, `attachment.disguised`, `attachment.infected`, … */
export class AttachmentRefused extends Error {
  constructor(
    readonly problem: string,
    readonly fileName: string,
  ) {
    super(`${problem}: ${fileName}`);
  }
}
