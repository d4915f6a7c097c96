import type { MessageKind } from '../contracts/tickets';
import {
  change,
  insert,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
} from './connection';
import { takePendingUpload } from './pending-uploads';

export interface NewMessage {
  portalKey: number;
  ticketKey: number;
  conversationKey: number;
  kind: MessageKind;
  author: { kind: 'customer' | 'agent'; key: number; name: string };
  body: string;
  files: {
    name: string;
    mimeType: string;
    size: number;
    storageKey: string;
    checksum: string;
    width: number;
    height: number;
    /** Of the pending upload that it was. */
    uploadId?: string;
  }[];
  submissionKey: string;
  source: string;
  now: number;
}

/** Appends a message with its attachments; returns its public id. */
export async function appendMessage(db: Connection, message: NewMessage): Promise<string> {
  const { author, now } = message;
  const { key, id } = await insert(db, 'cp_messages', {
    portal_id: message.portalKey,
    ticket_id: message.ticketKey,
    conversation_id: message.conversationKey,
    kind: message.kind,
    author_kind: author.kind,
    contact_id: author.kind === 'customer' ? author.key : null,
    agent_id: author.kind === 'agent' ? author.key : null,
    author_name: author.name,
    body: message.body,
    body_format: 'markdown',
    source: message.source,
    submission_key: message.submissionKey,
    sent_at: now,
  });
  for (const file of message.files) {
    // It was sent ahead; another form that names it came first, or its day is over.
    if (file.uploadId !== undefined && !(await takePendingUpload(db, file.uploadId)))
      throw new Error(`The upload ${file.name} is not there any more`);
    await insert(db, 'cp_attachments', {
      portal_id: message.portalKey,
      ticket_id: message.ticketKey,
      message_id: key,
      name: file.name,
      mime_type: file.mimeType,
      size: file.size,
      storage_key: file.storageKey,
      checksum: file.checksum,
      width: file.width,
      height: file.height,
      uploaded_at: now,
    });
  }
  return id;
}

/** The public id of the message that a form made when it was submitted before. */
export async function findSubmittedMessage(
  db: Connection,
  ticketKey: number,
  submissionKey: string,
): Promise<string | null> {
  const row = await selectOne(
    db,
    'SELECT document_id FROM cp_messages WHERE ticket_id = ? AND submission_key = ?',
    [ticketKey, submissionKey],
  );
  return row && text(row.document_id);
}

/** Public ids of the newest public messages behind one of the same ticket, without those of one contact. */
export async function listIdsAfter(
  db: Connection,
  ticketKey: number,
  afterId: string,
  exceptContactKey: number,
): Promise<string[]> {
  const rows = await select(
    db,
    `SELECT m.document_id FROM cp_messages m JOIN cp_messages b ON b.document_id = ? AND b.conversation_id = m.conversation_id AND b.kind = 'public'
     WHERE m.ticket_id = ? AND m.kind = 'public' AND m.trashed_at = 0 AND (m.contact_id IS NULL OR m.contact_id <> ?)
     AND (m.sent_at > b.sent_at OR (m.sent_at = b.sent_at AND m.id > b.id)) ORDER BY m.sent_at DESC, m.id DESC LIMIT 50`,
    [afterId, ticketKey, exceptContactKey],
  );
  return rows.map((row) => text(row.document_id));
}

const FILES_AT_ONCE = 500;

/** Names that files are stored under, in batches behind a key. */
export const listStorageKeys = (db: Connection, after: number): Promise<Row[]> =>
  select(
    db,
    `SELECT id, storage_key FROM cp_attachments WHERE id > ? ORDER BY id LIMIT ${FILES_AT_ONCE}`,
    [after],
  );

/** Hides a file of a ticket from its customers, or shows it to them; whether that changed anything. */
export async function setSensitive(
  db: Connection,
  ticketKey: number,
  id: string,
  isSensitive: boolean,
): Promise<boolean> {
  const where = { ticket_id: ticketKey, document_id: id, is_sensitive: !isSensitive };
  return (await change(db, 'cp_attachments', where, { is_sensitive: isSensitive })) > 0;
}

/** Opens a ticket's first conversation; returns its key. */
export async function openConversation(
  db: Connection,
  conversation: { portalKey: number; ticketKey: number; channel: string; now: number },
): Promise<number> {
  const { key } = await insert(db, 'cp_conversations', {
    ticket_id: conversation.ticketKey,
    portal_id: conversation.portalKey,
    channel: conversation.channel,
    rank: 0,
    opened_at: conversation.now,
  });
  return key;
}

/** The key of the conversation of a ticket that a public id names, else of its first one; 0 when it has none. */
export async function findConversation(
  db: Connection,
  ticketKey: number,
  id = '',
): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT id FROM cp_conversations WHERE ticket_id = ?
     ORDER BY CASE WHEN document_id = ? THEN 0 ELSE 1 END, rank, id LIMIT 1`,
    [ticketKey, id],
  );
  return number(row?.id);
}
