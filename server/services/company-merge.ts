import type { CompanyMergeSide } from '../contracts/companies';
import {
  countChildren,
  countOfEach,
  findAnyCompany,
  listAncestors,
  listDomainsOf,
  lockCompanies,
  renameInFilters,
  saveCompanyFields,
} from '../store/companies';
import {
  markCompanyMerged,
  moveContactsToCompany,
  moveDomainsAndChildren,
  moveTicketsToCompany,
} from '../store/company-merge';
import { saveCompanyWords } from '../store/company-words';
import { number, text, type Connection, type Row } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { listPortalKeys } from '../store/record-merge';
import { companyScope } from '../store/search';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import type { Jobs } from './jobs';
import {
  createRecordMerge,
  type MergeKind,
  type MergeSide,
  type RecordMerge,
} from './record-merge';
import { counted } from './record-page';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

interface Side extends MergeSide {
  domains: Row[];
}

export type CompanyMerge = RecordMerge<CompanyMergeSide>;

/** Merging two companies: contacts, domains, children, tickets and filters of the one are the other's afterwards. */
export function createCompanyMerge(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
  jobs: Jobs,
): CompanyMerge {
  /** The chosen parent, unless it is one of the two or stands below the winner. */
  async function parentOf(
    db: Connection,
    chosen: Side,
    winner: Side,
    loser: Side,
  ): Promise<number> {
    const own = [winner.key, loser.key];
    let key = number(chosen.row.parent_id);
    // A parent that is merged here gives way to its own parent.
    while (own.includes(key))
      key = number(key === winner.key ? winner.row.parent_id : loser.row.parent_id);
    const above = key > 0 ? await listAncestors(db, key) : [];
    return above.some((one) => own.includes(one)) ? 0 : key;
  }

  const moveTickets = async (db: Connection, winnerKey: number, loserKey: number) =>
    moveTicketsToCompany(db, winnerKey, loserKey, await listPortalKeys(db));

  const kind: MergeKind<Side, CompanyMergeSide> = {
    subject: 'company',
    table: 'cp_companies',
    lock: lockCompanies,
    findAny: findAnyCompany,
    sideOf: async (db, side) => ({ ...side, domains: await listDomainsOf(db, [side.key]) }),
    valuesOf: ({ row }) => ({
      name: text(row.name),
      externalId: text(row.external_id),
      parent: text(row.parent_name),
    }),
    labelsOf: () => ({}),

    async asShown(db, { row, key, domains }) {
      const portalKeys = siteMap.portals().map((portal) => portal.key);
      const count = async (what: 'contacts' | 'tickets') =>
        counted((await countOfEach(db, what, [key], portalKeys)).get(key) ?? 0);
      return {
        id: text(row.document_id),
        name: text(row.name),
        domains: domains.map((one) => text(one.domain)),
        contacts: await count('contacts'),
        tickets: await count('tickets'),
        children: await countChildren(db, key),
      };
    },

    async mergeRows(db, { winner, loser, sideFor, properties }) {
      const [winnerId, loserId] = [text(winner.row.document_id), text(loser.row.document_id)];
      await saveCompanyFields(db, winner.key, {
        name: text(sideFor('name').row.name),
        externalId: text(sideFor('externalId').row.external_id),
        parentKey: await parentOf(db, sideFor('parent'), winner, loser),
        properties,
      });
      await moveDomainsAndChildren(db, winner.key, loser.key);
      const contactKeys = await moveContactsToCompany(db, winner.key, loser.key);
      await moveTickets(db, winner.key, loser.key);
      await markCompanyMerged(db, { key: loser.key, id: loserId }, winnerId, runtime.now());
      await saveCompanyWords(db, [winner.key, loser.key]);
      // Filters ask for the company by its public id: who was let in by the one is let in by the other.
      await renameInFilters(db, loserId, winnerId);
      await bumpVersion(db, 'site');
      await accessSweep.followContacts(db, contactKeys);
      return {};
    },

    ownerOf: (companyKey) => ({ kind: 'company', companyKey }),
    scopeOf: companyScope,
    moveTickets,
  };
  return createRecordMerge(runtime, siteMap, activity, jobs, kind);
}
