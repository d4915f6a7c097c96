import type { ContactMergeSide, Standing } from '../contracts/contacts';
import { moveAffectedTo } from '../store/announcements';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import {
  giveAccount,
  markMerged,
  mergeAddresses,
  mergeCompanies,
  mergeGroups,
  mergeMemberships,
  mergeWaysIn,
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
import { contactScope } from '../store/search';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { differences, pictureOf } from './contact-picture';
import type { Jobs } from './jobs';
import {
  createRecordMerge,
  type MergeKind,
  type MergeSide,
  type Merging,
  type RecordMerge,
} from './record-merge';
import type { Runtime } from './runtime';
import { shutOut } from './sessions';
import type { SiteMap } from './site-map';

interface Side extends MergeSide {
  addresses: Row[];
  companies: Row[];
  memberships: Row[];
}

export type ContactMerge = RecordMerge<ContactMergeSide>;

const standingField = (membership: Row) => `standing.${text(membership.portal_document_id)}`;

/** Merging two contacts: whatever is the one's is the other's afterwards, and one account signs in. */
export function createContactMerge(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
  jobs: Jobs,
): ContactMerge {
  /** Whoever is disabled at a portal by the merge is signed out. */
  async function mergeStandings(
    db: Connection,
    { winner, loser, sideFor }: Merging<Side>,
  ): Promise<void> {
    const portals = [...winner.memberships, ...loser.memberships];
    const standingAt = (side: Side | undefined, portalKey: number) =>
      text(side?.memberships.find((one) => number(one.portal_id) === portalKey)?.state) as
        Standing | '';
    const chosenAt = (portalKey: number) => {
      const membership = portals.find((one) => number(one.portal_id) === portalKey);
      return standingAt(membership && sideFor(standingField(membership)), portalKey);
    };
    await mergeMemberships(db, winner.key, loser.key, chosenAt, runtime.now());
    const isDisabled = portals
      .map((one) => number(one.portal_id))
      .some((key) => chosenAt(key) === 'disabled' && standingAt(winner, key) !== 'disabled');
    if (isDisabled) await shutOut(db, winner.key, runtime.now());
  }

  /** The winner's account stays; the loser's comes over when there is no other. */
  async function mergeAccounts(
    db: Connection,
    { winner, loser, sideFor }: Merging<Side>,
  ): Promise<void> {
    const signsIn =
      number(winner.row.user_id) === 0 && number(loser.row.user_id) > 0 ? loser : winner;
    await giveAccount(db, winner.key, loser.key, number(signsIn.row.user_id));
    await mergeWaysIn(db, winner.key, loser.key, signsIn === loser);
    const flagged = (flag: string, ...sides: Side[]) =>
      sides
        .map(({ addresses }) => addresses.find((one) => yes(one[flag])))
        .find((found) => found !== undefined);
    await mergeAddresses(db, winner.key, loser.key, {
      primaryKey: number(flagged('is_primary', sideFor('primaryAddress'), winner, loser)?.id),
      membershipKey: number(flagged('is_membership', signsIn, winner, loser)?.id),
    });
  }

  const kind: MergeKind<Side, ContactMergeSide> = {
    subject: 'contact',
    table: 'cp_contacts',
    lock: lockContacts,
    findAny: findAnyContact,

    sideOf: async (db, side) => ({
      ...side,
      addresses: await listAddressesOf(db, side.key),
      companies: (await listCompaniesOf(db, side.key)).filter((one) => number(one.left_at) === 0),
      memberships: await listMembershipsOf(db, [side.key]),
    }),

    valuesOf: ({ row, addresses, companies, memberships }) => ({
      name: text(row.name),
      phone: text(row.phone),
      language: text(row.language),
      timeZone: text(row.time_zone),
      primaryAddress: text(addresses.find((one) => yes(one.is_primary))?.address),
      primaryCompany: text(companies.find((one) => yes(one.is_primary))?.name),
      ...Object.fromEntries(memberships.map((one) => [standingField(one), text(one.state)])),
    }),

    labelsOf: (winner, loser) =>
      Object.fromEntries(
        [...winner.memberships, ...loser.memberships].map((one) => [
          standingField(one),
          text(one.portal_name),
        ]),
      ),

    asShown: async (db, { row, key, addresses }) => ({
      id: text(row.document_id),
      name: text(row.name),
      addresses: addresses.map((one) => text(one.address)),
      hasAccount: number(row.user_id) > 0,
      tickets: await countTicketsOf(db, key),
    }),

    async mergeRows(db, merging) {
      const { winner, loser, sideFor, properties } = merging;
      const [winnerId, loserId] = [text(winner.row.document_id), text(loser.row.document_id)];
      const now = runtime.now();
      const before = await pictureOf(db, winner.row);
      await moveTicketsTo(db, winner.key, loser.key);
      await moveAffectedTo(db, winner.key, loser.key);
      const company = sideFor('primaryCompany').companies.find((one) => yes(one.is_primary));
      await mergeCompanies(db, winner.key, loser.key, number(company?.company_id));
      await mergeStandings(db, merging);
      await mergeGroups(db, winner.key, loser.key);
      await mergeAccounts(db, merging);
      await saveContactFields(db, winner.key, {
        name: text(sideFor('name').row.name),
        phone: text(sideFor('phone').row.phone),
        language: text(sideFor('language').row.language),
        timeZone: text(sideFor('timeZone').row.time_zone),
        properties,
      });
      if (text(winner.row.external_id) === '')
        await setExternalId(db, winner.key, text(loser.row.external_id));
      await shutOut(db, loser.key, now);
      await markMerged(db, { key: loser.key, id: loserId }, winnerId, now);
      await saveContactWords(db, [winner.key, loser.key]);
      await accessSweep.followContacts(db, [winner.key, loser.key]);
      const row = (await findAnyContact(db, winnerId)) ?? winner.row;
      return differences(before, await pictureOf(db, row));
    },

    ownerOf: (contactKey) => ({ kind: 'contact', contactKey }),
    scopeOf: contactScope,
    moveTickets: moveTicketsTo,
  };
  return createRecordMerge(runtime, siteMap, activity, jobs, kind);
}
