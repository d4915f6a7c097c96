import type { MessageKind } from '../contracts/tickets';
import { insert, number, selectOne, text, type Connection } from './connection';

export interface NewMessage {
  portalKey: number;
  ticketKey: number;
  conversationKey: number;
  kind: MessageKind;
  author: { kind: 'customer' | 'agent'; key: number; name: string };
  body: string;
  files: { name: string; mimeType: string; size: number; storageKey: string; checksum: string }[];
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
    await insert(db, 'cp_attachments', {
      portal_id: message.portalKey,
      ticket_id: message.ticketKey,
      message_id: key,
      name: file.name,
      mime_type: file.mimeType,
      size: file.size,
      storage_key: file.storageKey,
      checksum: file.checksum,
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

/** The key of a ticket's first conversation; 0 when it has none. */
export async function findConversation(db: Connection, ticketKey: number): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT id FROM cp_conversations WHERE ticket_id = ? ORDER BY rank, id LIMIT 1',
    [ticketKey],
  );
  return number(row?.id);
}
