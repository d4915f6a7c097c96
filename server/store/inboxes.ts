import { change, insert, selectOne, text, type Connection } from './connection';

export async function addInbox(
  db: Connection,
  inbox: { name: string; pipelineKey: number; numberPrefix: string; numberStart: number },
): Promise<void> {
  await insert(db, 'cp_inboxes', {
    name: inbox.name,
    pipeline_id: inbox.pipelineKey,
    number_prefix: inbox.numberPrefix,
    number_start: inbox.numberStart,
  });
}

/** An inbox that belongs to a portal already stays with it. */
export async function giveToPortal(
  db: Connection,
  inboxKey: number,
  portalKey: number,
): Promise<void> {
  await change(db, 'cp_inboxes', { id: inboxKey, portal_id: null }, { portal_id: portalKey });
}

/** Where mail of the inbox comes from; '' when it names none. */
export async function findInboxAddress(db: Connection, inboxKey: number): Promise<string> {
  const row = await selectOne(db, 'SELECT address FROM cp_inboxes WHERE id = ?', [inboxKey]);
  return text(row?.address);
}
