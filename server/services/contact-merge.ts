import type {
  MergeField,
  MergeInput,
  MergePreview,
  MergeSide,
  Standing,
} from '../contracts/contacts';
import type { PropertyValues } from '../contracts/properties';
import { choiceOf, compareContacts } from '../rules/contact-merge';
import { wordIn } from '../rules/property-values';
import { jsonOf, number, text, yes, type Connection, type Row } from '../store/connection';
import {
  finishMerge,
  giveAccount,
  listPortalKeys,
  listUnfinishedMerges,
  markMerged,
  mergeAddresses,
  mergeCompanies,
  mergeGroups,
  mergeMemberships,
  moveTicketsTo,
} from '../store/contact-merge';
import { saveContactWords } from '../store/contact-words';
import {
  countTicketsOf,
  findAnyContact,
  listAddressesOf,
  listCompaniesOf,
  listMembershipsOf,
  lockContacts,
  saveContactFields,
  setExternalId,
} from '../store/contacts';
import { savePropertyValues } from '../store/property-values';
import { contactScope, findTicketKeys, swapToken } from '../store/search';
import { lockTickets } from '../store/search-sources';
import { endAllSessions } from '../store/sessions';
import { closeResets } from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { differences, pictureOf, shown } from './contact-picture';
import type { Jobs } from './jobs';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Tickets whose search rows one transaction moves. */
const BATCH = 50;
/** ms; longer work in one transaction would keep requests waiting. */
const BATCH_TIME = 50;
/** ms; most merges have moved their search rows by then. */
const PATIENCE = 2000;

export interface ContactMerge {
  /** Two contacts side by side: what differs, and whose value is proposed. null when one of them is not there. */
  preview(actor: AdminActor, winnerId: string, loserId: string): Promise<MergePreview | null>;
  /**
   * Makes one contact of two, in one transaction; the loser's address leads to the winner. Rows of the search index
   * follow in small steps behind it.
   */
  merge(actor: AdminActor, winnerId: string, input: MergeInput): Promise<{ id: string } | null>;
  /** Moves what an earlier merge left in the search index; one node at a time does it. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

interface Side {
  row: Row;
  key: number;
  addresses: Row[];
  companies: Row[];
  memberships: Row[];
  properties: PropertyValues;
}

export function createContactMerge(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
  jobs: Jobs,
): ContactMerge {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function sideOf(db: Connection, id: string): Promise<Side | null> {
    const row = await findAnyContact(db, id);
    if (!row || text(row.merged_into) !== '' || number(row.trashed_at) > 0) return null;
    const key = number(row.id);
    return {
      row,
      key,
      addresses: await listAddressesOf(db, key),
      companies: (await listCompaniesOf(db, key)).filter((one) => number(one.left_at) === 0),
      memberships: await listMembershipsOf(db, [key]),
      properties: jsonOf<PropertyValues>(row.properties, {}),
    };
  }

  const valuesOf = ({ row, addresses, companies, memberships, properties }: Side) => ({
    name: text(row.name),
    phone: text(row.phone),
    language: text(row.language),
    timeZone: text(row.time_zone),
    primaryAddress: text(addresses.find((one) => yes(one.is_primary))?.address),
    primaryCompany: text(companies.find((one) => yes(one.is_primary))?.name),
    ...Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [`properties.${key}`, shown(value)]),
    ),
    ...Object.fromEntries(
      memberships.map((one) => [`standing.${text(one.portal_document_id)}`, text(one.state)]),
    ),
  });

  function fieldsOf(winner: Side, loser: Side): MergeField[] {
    const labels = Object.fromEntries([
      ...siteMap
        .properties('contact')
        .map((one) => [`properties.${one.key}`, wordIn(one.labels, 'en', one.key)]),
      ...[...winner.memberships, ...loser.memberships].map((one) => [
        `standing.${text(one.portal_document_id)}`,
        text(one.portal_name),
      ]),
    ]);
    return compareContacts(valuesOf(winner), valuesOf(loser), labels);
  }

  const asSide = async (db: Connection, { row, key, addresses }: Side): Promise<MergeSide> => ({
    id: text(row.document_id),
    name: text(row.name),
    addresses: addresses.map((one) => text(one.address)),
    hasAccount: number(row.user_id) > 0,
    tickets: await countTicketsOf(db, key),
  });

  async function mergeRows(
    db: Connection,
    actor: AdminActor,
    winner: Side,
    loser: Side,
    input: MergeInput,
  ): Promise<void> {
    const now = runtime.now();
    const fields = fieldsOf(winner, loser);
    const sideFor = (field: string) =>
      choiceOf(fields, input.choices, field) === 'loser' ? loser : winner;
    const before = await pictureOf(db, winner.row);

    await moveTicketsTo(db, winner.key, loser.key);
    const company = sideFor('primaryCompany').companies.find((one) => yes(one.is_primary));
    await mergeCompanies(db, winner.key, loser.key, number(company?.company_id));
    const portals = [...winner.memberships, ...loser.memberships];
    await mergeMemberships(
      db,
      winner.key,
      loser.key,
      (portalKey) => {
        const id = text(
          portals.find((one) => number(one.portal_id) === portalKey)?.portal_document_id,
        );
        const chosen = sideFor(`standing.${id}`).memberships.find(
          (one) => number(one.portal_id) === portalKey,
        );
        return text(chosen?.state) as Standing | '';
      },
      now,
    );
    await mergeGroups(db, winner.key, loser.key);

    // The winner's account stays; the loser's comes over when there is no other.
    const signsIn =
      number(winner.row.user_id) === 0 && number(loser.row.user_id) > 0 ? loser : winner;
    await giveAccount(db, winner.key, loser.key, number(signsIn.row.user_id));
    const flagged = (side: Side, flag: string) => side.addresses.find((one) => yes(one[flag]));
    const primary =
      flagged(sideFor('primaryAddress'), 'is_primary') ??
      flagged(winner, 'is_primary') ??
      flagged(loser, 'is_primary');
    const membership =
      flagged(signsIn, 'is_membership') ??
      flagged(winner, 'is_membership') ??
      flagged(loser, 'is_membership');
    await mergeAddresses(db, winner.key, loser.key, {
      primaryKey: number(primary?.id),
      membershipKey: number(membership?.id),
    });

    const properties = { ...winner.properties };
    const changes = siteMap
      .properties('contact')
      .filter(({ key, isStandard }) => !isStandard && sideFor(`properties.${key}`) === loser)
      .map((property) => ({ property, value: loser.properties[property.key] ?? null }));
    for (const { property, value } of changes) {
      if (value === null) delete properties[property.key];
      else properties[property.key] = value;
    }
    await savePropertyValues(db, { kind: 'contact', contactKey: winner.key }, changes);
    await saveContactFields(db, winner.key, {
      name: text(sideFor('name').row.name),
      phone: text(sideFor('phone').row.phone),
      language: text(sideFor('language').row.language),
      timeZone: text(sideFor('timeZone').row.time_zone),
      properties,
    });
    if (text(winner.row.external_id) === '')
      await setExternalId(db, winner.key, text(loser.row.external_id));

    await endAllSessions(db, loser.key);
    await closeResets(db, loser.key, now);
    const [winnerId, loserId] = [text(winner.row.document_id), text(loser.row.document_id)];
    await markMerged(db, { key: loser.key, id: loserId }, winnerId, now);
    await saveContactWords(db, [winner.key, loser.key]);
    await accessSweep.followContacts(db, [winner.key, loser.key]);

    const after = await pictureOf(db, (await findAnyContact(db, winnerId)) ?? winner.row);
    const record = (id: string, action: string, changed: ReturnType<typeof differences>) =>
      activity.record(db, {
        actor,
        action,
        subject: { kind: 'contact', id },
        portalKey: 0,
        changes: changed,
      });
    const name = { before: text(loser.row.name), after: text(winner.row.name) };
    await record(loserId, 'contact.merged-away', { contact: name });
    await record(winnerId, 'contact.merged', {
      contact: { before: name.before, after: after.name ?? '' },
      ...differences(before, after),
    });
  }

  async function moveSearchRows(winnerKey: number, loserKey: number): Promise<boolean> {
    for (const portalKey of await listPortalKeys(runtime.db)) {
      const [from, to] = [contactScope(portalKey, loserKey), contactScope(portalKey, winnerKey)];
      for (;;) {
        if (isStopped) return false;
        const keys = await findTicketKeys(runtime.db, 'customers', {
          scopes: [from],
          words: [],
          before: 0,
          limit: BATCH,
        });
        if (keys.length === 0) break;
        await runtime.transaction(async (db) => {
          const end = performance.now() + BATCH_TIME;
          await lockTickets(db, keys);
          for (const key of keys) {
            await swapToken(db, 'customers', key, from, to);
            if (performance.now() > end) return;
          }
        });
        // SQLite answers without ever leaving the event loop: requests come in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return true;
  }

  async function finishAll(): Promise<void> {
    for (;;) {
      const unfinished = await listUnfinishedMerges(runtime.db);
      if (unfinished.length === 0) return;
      for (const { winnerKey, loserKey } of unfinished) {
        if (!(await moveSearchRows(winnerKey, loserKey))) return;
        await runtime.transaction(async (db) => {
          // A ticket that was under way while the contacts were merged came in behind it.
          await moveTicketsTo(db, winnerKey, loserKey);
          await finishMerge(db, loserKey);
        });
      }
    }
  }

  function finish(): Promise<void> {
    running = jobs.inTurn('contact-merge', finishAll).then(() => undefined);
    return running;
  }

  return {
    finish,

    async preview(actor, winnerId, loserId) {
      need(actor, 'contact-merge');
      if (winnerId === loserId) return null;
      const { db } = runtime;
      const [winner, loser] = [await sideOf(db, winnerId), await sideOf(db, loserId)];
      if (!winner || !loser) return null;
      return {
        winner: await asSide(db, winner),
        loser: await asSide(db, loser),
        fields: fieldsOf(winner, loser),
      };
    },

    async merge(actor, winnerId, input) {
      need(actor, 'contact-merge');
      if (input.loser === winnerId) refused('loser', 'Choose another contact.');
      const isDone = await runtime.transaction(async (db) => {
        await lockContacts(db, [winnerId, input.loser]);
        const winner = await sideOf(db, winnerId);
        if (!winner) return false;
        const loser = await sideOf(db, input.loser);
        if (!loser) return refused('loser', 'Choose a contact that is there.');
        await mergeRows(db, actor, winner, loser, input);
        return true;
      });
      if (!isDone) return null;
      const finished = finish().catch((error: unknown) =>
        runtime.strapi.log.error(`customer-portal: merge of contacts: ${String(error)}`),
      );
      await Promise.race([finished, new Promise((go) => setTimeout(go, PATIENCE).unref())]);
      return { id: winnerId };
    },

    async stop() {
      isStopped = true;
      await running.catch(() => undefined);
    },
  };
}
