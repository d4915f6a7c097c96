import type { PlannedType } from '../rules/personal-data';
import { withoutWords } from '../rules/personal-data';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { breathe } from '../store/event-loop';
import {
  eraseTicketRows,
  lastFileKey,
  listEntriesOfTickets,
  listFilesOf,
  listLeftFiles,
  listOutbox,
  listWordsOfTickets,
  removeFileRows,
  removeOutbox,
  rewriteEntry,
  unnameTicketRows,
  type Erasure,
  type LeftFile,
} from '../store/erasure';
import type { Activity } from './activity';
import { SYSTEM } from './activity';
import { defaultLocale } from './content-locales';
import type { Runtime } from './runtime';
import type { SearchIndex } from './search-index';
import type { AttachmentsService } from './types';

/** Rows of attachments looked at by one statement. */
const FILES_AT_ONCE = 2000;
const MAILS_AT_ONCE = 200;

/** How somebody erased is called, by language. */
const LABELS: Record<string, string | undefined> = {
  en: 'Deleted person',
  fr: 'Personne supprimée',
  de: 'Gelöschte Person',
  es: 'Persona eliminada',
  pt: 'Pessoa excluída',
  it: 'Persona eliminata',
  nl: 'Verwijderde persoon',
  pl: 'Usunięta osoba',
  ar: 'شخص محذوف',
  ja: '削除された人物',
};

export interface ErasedTicket {
  key: number;
  id: string;
  portalKey: number;
}

export interface TicketErasure {
  /** In the language of the installation. */
  erasure(): Promise<Erasure>;
  /** Nothing that was written in them is left, and nobody sees them any more; their files go with `removeFiles`. */
  erase(db: Connection, tickets: ErasedTicket[], erasure: Erasure): Promise<void>;
  /** Their people have no names there any more; what was written stays. */
  unname(db: Connection, tickets: ErasedTicket[], erasure: Erasure): Promise<void>;
  /** Removes the files of erased tickets from the disk, behind the transaction that erased them. */
  removeFiles(ticketKeys: readonly number[]): Promise<void>;
  /** The same for what an interrupted erasure left. */
  removeLeftFiles(isStopped: () => boolean): Promise<void>;
  /** Mails to these addresses (in their normalised form) or of these tickets go, sent or not. */
  removeMails(
    isMeant: (mail: { to: string; ticketKey: number }) => boolean,
    isStopped: () => boolean,
  ): Promise<void>;
}

export const contentOf = (row: Row) =>
  jsonOf<Record<string, { before: string; after: string }>>(row.changes, {});

/** An agent may have the name of a customer. */
const OF_AGENTS = new Set(['assignee', 'owner']);

/** The same changes without somebody's names and addresses; null when none stood there. */
export function changesWithout(row: Row, words: ReadonlySet<string>, label: string): string | null {
  const changes = contentOf(row);
  let isChanged = false;
  const cleaned = Object.fromEntries(
    Object.entries(changes).map(([field, { before, after }]) => {
      const clean = (value: string) =>
        OF_AGENTS.has(field) ? text(value) : withoutWords(text(value), words, label);
      const cleaned = { before: clean(before), after: clean(after) };
      if (cleaned.before !== text(before) || cleaned.after !== text(after)) isChanged = true;
      return [field, cleaned];
    }),
  );
  return isChanged ? JSON.stringify(cleaned) : null;
}

/** What erasing people and retention have in common: what becomes of tickets. */
export function createTicketErasure(
  runtime: Runtime,
  types: readonly PlannedType[],
  activity: Activity,
  attachments: Pick<AttachmentsService, 'discard'>,
  searchIndex: Pick<SearchIndex, 'renew'>,
): TicketErasure {
  const record = (db: Connection, tickets: ErasedTicket[], action: string) =>
    activity.recordAll(
      db,
      tickets.map(({ key, id, portalKey }) => ({
        actor: SYSTEM,
        action,
        subject: { kind: 'ticket', id },
        portalKey,
        ticketKey: key,
      })),
    );

  async function remove(files: LeftFile[]): Promise<void> {
    if (files.length === 0) return;
    await attachments.discard(files);
    await runtime.transaction((db) =>
      removeFileRows(
        db,
        files.map(({ key }) => key),
      ),
    );
  }

  async function cleanEntries(
    db: Connection,
    ticketKeys: number[],
    { label }: Erasure,
  ): Promise<void> {
    const words = new Map<number, Set<string>>();
    for (const row of await listWordsOfTickets(db, ticketKeys)) {
      const key = number(row.ticket_id);
      const own = words.get(key) ?? new Set();
      words.set(key, own);
      for (const word of [text(row.name), text(row.address)])
        if (word !== '') own.add(word.toLowerCase());
    }
    for (const row of await listEntriesOfTickets(db, ticketKeys)) {
      const own = words.get(number(row.ticket_id));
      const changes = own && changesWithout(row, own, label);
      if (changes) await rewriteEntry(db, number(row.id), { changes });
    }
  }

  return {
    async erasure() {
      const language = await defaultLocale(runtime);
      const label = LABELS[language] ?? LABELS[language.split('-')[0] ?? ''] ?? LABELS.en ?? '';
      return { label, now: runtime.now() };
    },

    async erase(db, tickets, erasure) {
      if (tickets.length === 0) return;
      await eraseTicketRows(
        db,
        types,
        tickets.map(({ key }) => key),
        erasure,
      );
      await record(db, tickets, 'ticket.erased');
    },

    async unname(db, tickets, erasure) {
      if (tickets.length === 0) return;
      const keys = tickets.map(({ key }) => key);
      await cleanEntries(db, keys, erasure);
      await unnameTicketRows(db, types, keys, erasure);
      // Search rows name contacts by their keys.
      await searchIndex.renew(db, keys);
      await record(db, tickets, 'ticket.pseudonymised');
    },

    removeFiles: async (ticketKeys) => remove(await listFilesOf(runtime.db, ticketKeys)),

    async removeLeftFiles(isStopped) {
      const last = await lastFileKey(runtime.db);
      for (let from = 0; from < last && !isStopped(); from += FILES_AT_ONCE) {
        await remove(await listLeftFiles(runtime.db, from, from + FILES_AT_ONCE));
        await breathe();
      }
    },

    async removeMails(isMeant, isStopped) {
      let after = { createdAt: 0, id: '' };
      while (!isStopped()) {
        const rows = await listOutbox(runtime.db, after, MAILS_AT_ONCE);
        const last = rows.at(-1);
        if (!last) return;
        after = { createdAt: number(last.created_at), id: text(last.id) };
        const meant = rows.filter((row) =>
          isMeant({
            to: text(row.to_address),
            ticketKey: number(jsonOf<{ ticket?: number }>(row.payload, {}).ticket),
          }),
        );
        const ids = meant.map((row) => text(row.id));
        if (ids.length > 0) await runtime.transaction((db) => removeOutbox(db, ids));
        await breathe();
      }
    },
  };
}
