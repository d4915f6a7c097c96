import type {
  AccountFate,
  ErasureInput,
  ErasurePreview,
  ErasureRow,
} from '../contracts/personal-data';
import { normaliseAddress } from '../rules/address';
import type { PlannedType } from '../rules/personal-data';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { findAnyContact, listAddressesOf, lockContacts } from '../store/contacts';
import { breathe } from '../store/event-loop';
import {
  blockAccount,
  countForErasure,
  erasePerson,
  eraseSomeOfPerson,
  findAccountOf,
  listEntries,
  listMergedInto,
  listOwnTickets,
  listTicketKeysOf,
  listUnfinished,
  noteUnfinished,
  removeAccount,
  removeFailuresOf,
  rewriteEntry,
  setContactHold,
  type Erasure as ErasureMark,
  type Unfinished,
} from '../store/erasure';
import { listErasureAsked, setErasureAsked } from '../store/personal-data';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { CUSTOMER_ROLE } from './foundations';
import type { Jobs } from './jobs';
import { counted } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import { shutOut } from './sessions';
import { changesWithout, contentOf, type TicketErasure } from './ticket-erasure';
import type { AdminActor } from './types';

/** Rows that one transaction changes. */
const BATCH = 50;
/** Tickets that one transaction erases. */
const TICKETS_AT_ONCE = 10;
/** Entries of the activity that one statement reads. */
const ENTRIES_AT_ONCE = 500;
/** ms; most erasures are over by then. */
const PATIENCE = 2000;

/** Erased in the first transaction: what lets in and what says who it is. The rest follows in batches. */
const AT_ONCE = new Set([
  'contact',
  'contact-address',
  'contact-company',
  'membership',
  'access-group-member',
  'contact-identity',
  'second-factor',
  'passkey',
  'invitation',
  'property-value',
]);
/** Have a way of their own. */
const APART = new Set(['ticket', 'activity']);

export interface Erasure {
  /** Contacts that ask for it, whoever waits longest first. */
  queue(actor: AdminActor): Promise<ErasureRow[]>;
  /** What it would do; null when there is no such contact. */
  preview(actor: AdminActor, id: string): Promise<ErasurePreview | null>;
  /**
   * Makes nobody of a person: at once for everybody who looks, and in small steps behind it in what the person wrote and
   * did. Tickets of companies stay. Refused under a hold. False when there is no such contact.
   */
  erase(actor: AdminActor, id: string, input: ErasureInput): Promise<boolean>;
  /** Takes a request off the queue without erasing. */
  decline(actor: AdminActor, id: string): Promise<boolean>;
  /** A legal hold on a contact and the tickets it is associated with. */
  setHold(actor: AdminActor, id: string, isHeld: boolean): Promise<boolean>;
  /** What an interrupted erasure left; one node at a time does it. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

export function createErasure(
  runtime: Runtime,
  types: readonly PlannedType[],
  activity: Activity,
  accessSweep: AccessSweep,
  jobs: Jobs,
  tickets: TicketErasure,
): Erasure {
  const ofPerson = types.filter(({ person, name }) => person && !APART.has(name));
  const atOnce = ofPerson.filter(({ name }) => AT_ONCE.has(name));
  const behind = ofPerson.filter(({ name }) => !AT_ONCE.has(name));
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  const stopped = () => isStopped;

  const record = (
    db: Connection,
    actor: AdminActor,
    id: string,
    action: string,
    changes: Record<string, { before: string; after: string }> = {},
  ) =>
    activity.record(db, {
      actor,
      action,
      subject: { kind: 'contact', id },
      portalKey: 0,
      changes,
    });

  async function living(db: Connection, id: string): Promise<Row | null> {
    const row = await findAnyContact(db, id);
    return row && text(row.merged_into) === '' ? row : null;
  }

  async function changeAccount(
    db: Connection,
    account: Awaited<ReturnType<typeof findAccountOf>>,
    asked: AccountFate | undefined,
  ): Promise<AccountFate | 'none'> {
    if (!account) return 'none';
    // What the site made is the site's.
    const fate = asked ?? (account.isPortals ? 'delete' : 'keep');
    if (fate === 'block') await blockAccount(db, account.key);
    if (fate === 'delete') await removeAccount(db, account.key);
    return fate;
  }

  async function eraseNow(
    db: Connection,
    actor: AdminActor,
    contact: Row,
    { account }: ErasureInput,
    mark: ErasureMark,
  ): Promise<void> {
    const key = number(contact.id);
    const id = text(contact.document_id);
    const addresses = await listAddressesOf(db, key);
    const merged = await listMergedInto(db, id);
    const contactKeys = [key, ...merged.map((one) => one.key)];
    const names = [text(contact.name), ...merged.map(({ name }) => name)];
    const known = addresses.map((row) => text(row.address));
    const unfinished: Unfinished = {
      contactKeys,
      ids: [id, ...merged.map((one) => one.id)],
      words: [...names, ...known].map((word) => word.toLowerCase()).filter((word) => word !== ''),
      addresses: known,
    };
    const own = await findAccountOf(db, key, CUSTOMER_ROLE);
    await shutOut(db, key, mark.now);
    await erasePerson(db, atOnce, contactKeys, mark);
    const fate = await changeAccount(db, own, account);
    await removeFailuresOf(
      db,
      addresses.map((row) => text(row.address_hash)),
    );
    await noteUnfinished(db, key, unfinished);
    await accessSweep.followContacts(db, contactKeys);
    await record(db, actor, id, 'contact.erased', { account: { before: '', after: fate } });
  }

  async function inBatches(work: (db: Connection, after: number) => Promise<number>) {
    for (let after = 0; ;) {
      if (isStopped) return;
      after = await runtime.transaction((db) => work(db, after));
      if (after === 0) return;
      await breathe();
    }
  }

  async function eraseOwnTickets({ contactKeys }: Unfinished, mark: ErasureMark): Promise<void> {
    while (!isStopped) {
      const own = await listOwnTickets(runtime.db, contactKeys, TICKETS_AT_ONCE);
      if (own.length === 0) return;
      await runtime.transaction((db) => tickets.erase(db, own, mark));
      await tickets.removeFiles(own.map(({ key }) => key));
      await breathe();
    }
  }

  async function removeMails({ contactKeys, addresses }: Unfinished): Promise<void> {
    const own = new Set<number>();
    for (let after = 0; ;) {
      const some = await listOwnTickets(runtime.db, contactKeys, ENTRIES_AT_ONCE, after);
      for (const { key } of some) own.add(key);
      const last = some.at(-1);
      if (!last) break;
      after = last.key;
    }
    const to = new Set(addresses.map(normaliseAddress));
    await tickets.removeMails(
      (mail) => own.has(mail.ticketKey) || to.has(normaliseAddress(mail.to)),
      stopped,
    );
  }

  /** Names and addresses in what the activity tells: of the person's own entries, and of others' that named it. */
  async function cleanEntries(unfinished: Unfinished, { label }: ErasureMark): Promise<void> {
    const ids = new Set(unfinished.ids);
    const words = new Set(unfinished.words);
    const own = await listTicketKeysOf(runtime.db, unfinished.contactKeys);
    const rewritten = (row: Row): Row | null => {
      const values: Row = {};
      const isActor = row.actor_kind === 'customer' && ids.has(text(row.actor));
      if (isActor && text(row.actor_name) !== label) values.actor_name = label;
      // What was changed of the person is all about the person.
      const changes = ids.has(text(row.subject))
        ? row.action === 'contact.erased'
          ? null
          : emptied(row)
        : isActor || own.has(number(row.ticket_id)) || NAMING.has(text(row.subject_kind))
          ? changesWithout(row, words, label)
          : null;
      if (changes !== null) values.changes = changes;
      return Object.keys(values).length > 0 ? values : null;
    };
    for (let after = 0; ;) {
      if (isStopped) return;
      const rows = await listEntries(runtime.db, after, ENTRIES_AT_ONCE);
      const last = rows.at(-1);
      if (!last) return;
      after = number(last.id);
      const changed = rows.flatMap((row) => {
        const values = rewritten(row);
        return values ? [{ key: number(row.id), values }] : [];
      });
      for (let at = 0; at < changed.length; at += BATCH)
        await runtime.transaction(async (db) => {
          for (const { key, values } of changed.slice(at, at + BATCH))
            await rewriteEntry(db, key, values);
        });
      await breathe();
    }
  }

  async function finishOne(contactKey: number, unfinished: Unfinished): Promise<void> {
    const mark = await tickets.erasure();
    await removeMails(unfinished);
    await eraseOwnTickets(unfinished, mark);
    for (const type of behind)
      await inBatches((db, after) =>
        eraseSomeOfPerson(db, type, unfinished.contactKeys, mark, after, BATCH),
      );
    await cleanEntries(unfinished, mark);
    if (!isStopped) await runtime.transaction((db) => noteUnfinished(db, contactKey, null));
  }

  function finish(): Promise<void> {
    running = jobs
      .inTurn('erasure', async () => {
        for (;;) {
          const left = await listUnfinished(runtime.db);
          if (left.length === 0 || isStopped) return;
          for (const { contactKey, unfinished } of left) await finishOne(contactKey, unfinished);
        }
      })
      .then(() => undefined);
    return running;
  }

  return {
    async finish() {
      await finish();
      await tickets.removeLeftFiles(stopped);
    },

    async stop() {
      isStopped = true;
      await running.catch(() => undefined);
    },

    async queue(actor) {
      need(actor, 'contact-erase');
      return (await listErasureAsked(runtime.db)).map((row) => ({
        id: text(row.document_id),
        name: text(row.name),
        address: text(row.address),
        askedAt: number(row.erasure_asked_at),
        isHeld: yes(row.is_held),
      }));
    },

    async preview(actor, id) {
      need(actor, 'contact-erase');
      const { db } = runtime;
      const contact = await living(db, id);
      if (!contact) return null;
      const key = number(contact.id);
      const counts = await countForErasure(db, key);
      const account = await findAccountOf(db, key, CUSTOMER_ROLE);
      return {
        id,
        name: text(contact.name),
        askedAt: number(contact.erasure_asked_at),
        isHeld: yes(contact.is_held),
        heldTickets: counted(counts.held),
        ownTickets: counted(counts.own),
        otherTickets: counted(counts.companies),
        account: account && { address: account.email, isPortals: account.isPortals },
      };
    },

    async erase(actor, id, input) {
      need(actor, 'contact-erase');
      const mark = await tickets.erasure();
      const isDone = await runtime.transaction(async (db) => {
        await lockContacts(db, [id]);
        const contact = await living(db, id);
        if (!contact) return false;
        if (yes(contact.is_held))
          refused('contact', 'This contact is under a legal hold. Nothing of it is erased.');
        const { held } = await countForErasure(db, number(contact.id));
        if (held > 0)
          refused('contact', 'A ticket of this contact is under a legal hold. Release it first.');
        await eraseNow(db, actor, contact, input, mark);
        return true;
      });
      if (!isDone) return false;
      const finished = finish().catch((error: unknown) =>
        runtime.strapi.log.error(`customer-portal: erasure: ${String(error)}`),
      );
      await Promise.race([finished, new Promise((go) => setTimeout(go, PATIENCE).unref())]);
      return true;
    },

    async decline(actor, id) {
      need(actor, 'contact-erase');
      return runtime.transaction(async (db) => {
        await lockContacts(db, [id]);
        const contact = await living(db, id);
        if (!contact || number(contact.erasure_asked_at) === 0) return false;
        await setErasureAsked(db, number(contact.id), 0);
        await record(db, actor, id, 'erasure.declined');
        return true;
      });
    },

    async setHold(actor, id, isHeld) {
      need(actor, 'retention-edit');
      return runtime.transaction(async (db) => {
        await lockContacts(db, [id]);
        const contact = await living(db, id);
        if (!contact) return false;
        if (yes(contact.is_held) === isHeld) return true;
        await setContactHold(db, number(contact.id), isHeld);
        await record(db, actor, id, isHeld ? 'contact.held' : 'contact.released');
        return true;
      });
    },
  };
}

/** Kinds of records whose activity names contacts that belong to them. */
const NAMING = new Set(['company', 'access-group', 'contact', 'ticket', 'portal', 'invitation']);

/** The fields that changed, without their values; null when it is so already. */
function emptied(row: Row): string | null {
  const changes = contentOf(row);
  const hasValues = Object.values(changes).some(
    ({ before, after }) => before !== '' || after !== '',
  );
  if (!hasValues) return null;
  return JSON.stringify(
    Object.fromEntries(Object.keys(changes).map((field) => [field, { before: '', after: '' }])),
  );
}
