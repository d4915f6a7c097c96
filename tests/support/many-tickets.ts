import { newId, dialectOf, number, select, type Connection } from '../../server/store/connection';
import { companyScope, contactScope, portalScope } from '../../server/store/search';
import { tokensOf } from '../../server/rules/search-tokens';

export interface ManyTickets {
  portalKey: number;
  inboxKey: number;
  contacts: { key: number; companyKey: number }[];
  count: number;
  /** Epoch ms of the newest ticket; the others lie one minute apart before it. */
  newest?: number;
  /** Text of both messages of a ticket, by its place; the same for all without it. */
  bodyOf?: (at: number) => string;
}

const SUBJECTS = [
  'Meter shows no reading',
  'Invoice of last month',
  'Export of hourly values',
  'Sensor lost its connection',
  'How do I add a colleague',
];
export const BODY =
  'Since this morning the display stays dark. We restarted it twice and checked the cable, without success. What can we try next?';
const BATCH = 500;

/** Fills the tables with tickets as the services would write them, fast: for index tests and measurements. */
export async function addManyTickets(
  db: Connection,
  { portalKey, inboxKey, contacts, count, newest = Date.now(), bodyOf = () => BODY }: ManyTickets,
): Promise<void> {
  const statuses = await select(
    db,
    'SELECT id, pipeline_id, meaning, is_closed FROM cp_statuses ORDER BY rank',
  );
  let key = number((await select(db, 'SELECT MAX(id) AS top FROM cp_tickets'))[0]?.top);
  let messageKey = number((await select(db, 'SELECT MAX(id) AS top FROM cp_messages'))[0]?.top);
  for (let done = 0; done < count; done += BATCH) {
    const tickets: object[] = [];
    const participants: object[] = [];
    const conversations: object[] = [];
    const messages: object[] = [];
    const customerTokens: [number, string][] = [];
    const agentTokens: [number, string][] = [];
    for (let at = done; at < Math.min(count, done + BATCH); at += 1) {
      key += 1;
      const contact = contacts[at % contacts.length];
      // Nine of ten are closed, as in a help desk of some years.
      const status = statuses[at % 10 === 0 ? Math.floor(at / 10) % 3 : 3];
      if (!contact || !status) throw new Error('no contact or status');
      const opened = newest - (count - at) * 60_000;
      const body = bodyOf(at);
      const subject = `${SUBJECTS[at % SUBJECTS.length] ?? ''} ${at}`;
      const isClosed = status.meaning === 'closed';
      const standing = {
        is_closed: isClosed,
        awaits_customer: status.meaning === 'waiting-on-customer',
        last_public_at: opened + 30_000,
        opened_at: opened,
      };
      tickets.push({
        id: key,
        document_id: newId(),
        ...standing,
        portal_id: portalKey,
        inbox_id: inboxKey,
        number: `M-${key}`,
        number_value: key,
        requester_id: contact.key,
        company_id: contact.companyKey || null,
        pipeline_id: status.pipeline_id,
        status_id: status.id,
        priority: 'medium',
        source: 'portal',
        subject,
        last_activity_at: opened + 30_000,
        closed_at: isClosed ? opened + 30_000 : 0,
      });
      participants.push({
        document_id: newId(),
        ...standing,
        portal_id: portalKey,
        ticket_id: key,
        contact_id: contact.key,
        role: 'requester',
        joined_at: opened,
        // Whoever is to answer has not read it yet.
        last_read_at: standing.awaits_customer ? opened : opened + 30_000,
      });
      conversations.push({
        id: key,
        document_id: newId(),
        ticket_id: key,
        portal_id: portalKey,
        channel: 'portal',
        rank: 0,
        opened_at: opened,
      });
      for (const kind of ['customer', 'agent']) {
        messageKey += 1;
        messages.push({
          id: messageKey,
          document_id: newId(),
          portal_id: portalKey,
          ticket_id: key,
          conversation_id: key,
          kind: 'public',
          author_kind: kind,
          contact_id: kind === 'customer' ? contact.key : null,
          author_name: kind,
          body,
          body_format: 'markdown',
          source: 'portal',
          sent_at: opened + (kind === 'agent' ? 30_000 : 0),
        });
      }
      const words = tokensOf(`M-${key} ${subject} ${body}`);
      customerTokens.push([
        key,
        [
          portalScope(portalKey),
          contactScope(portalKey, contact.key),
          companyScope(portalKey, contact.companyKey),
          ...words,
        ].join(' '),
      ]);
      agentTokens.push([key, words.join(' ')]);
    }
    await db.transaction(async (trx) => {
      for (const [table, rows] of [
        ['cp_tickets', tickets],
        ['cp_participants', participants],
        ['cp_conversations', conversations],
        ['cp_messages', messages],
      ] as const) {
        await trx.batchInsert(table, rows as never, dialectOf(db) === 'sqlite' ? 30 : 500);
      }
      const keyColumn = dialectOf(db) === 'sqlite' ? 'rowid' : 'ticket_id';
      for (const [table, rows] of [
        ['cp_ticket_search', customerTokens],
        ['cp_ticket_search_agents', agentTokens],
      ] as const) {
        for (let start = 0; start < rows.length; start += 100) {
          const part = rows.slice(start, start + 100);
          await trx.raw(
            `INSERT INTO ${table} (${keyColumn}, tokens) VALUES ${part.map(() => '(?, ?)').join(', ')}`,
            part.flat(),
          );
        }
      }
    });
  }
  if (dialectOf(db) === 'postgres') {
    for (const table of ['cp_tickets', 'cp_participants', 'cp_conversations', 'cp_messages']) {
      await db.raw(
        `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT MAX(id) FROM ${table}))`,
      );
    }
  }
  await analyse(db);
}

/** As the servers do by themselves after a while. SQLite does not, and neither does Strapi on it. */
async function analyse(db: Connection): Promise<void> {
  const tables = ['cp_tickets', 'cp_participants', 'cp_messages'];
  if (dialectOf(db) === 'mysql') await db.raw(`ANALYZE TABLE ${tables.join(', ')}`);
  else if (dialectOf(db) === 'postgres')
    for (const table of tables) await db.raw(`ANALYZE ${table}`);
}
