import type { Standing } from '../contracts/contacts';
import { normaliseAddress } from '../rules/address';
import { colleagueName } from '../rules/colleague-names';
import { waysToFind } from '../rules/contact-words';
import { invitingRefusal } from '../rules/inviting';
import {
  addAsked,
  countAskedSince,
  findAsked,
  findColleague,
  isManagerOf,
  listColleagues,
  listManagedCompanies,
  listOpenAsked,
  moveAsked,
  saveSight,
  type Asked,
  type Colleague,
  type ManagedCompany,
} from '../store/colleagues';
import { lockCompanies } from '../store/companies';
import { leaveCompany } from '../store/company-contacts';
import type { Connection } from '../store/connection';
import { candidatesByKey, type Candidate } from '../store/invitable';
import { findInvitation, listInvitationsOf, takeInvitingTurn } from '../store/invitations';
import { endAllSessions } from '../store/sessions';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { personOf, type InvitationWriting } from './invitation-writing';
import { RECORDS_PAGE } from './record-page';
import { needOwn } from './refusals';
import { sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { CustomerViewer } from './types';

const DAY = 24 * 60 * 60 * 1000;
/** An invitation that nobody accepted is not shown any more after so many ms; its link is closed by then. */
export const ASKED_FOR = 14 * DAY;
/** Invitations of one day: of a manager, of all managers of a company, and to one address by anybody (attack 21). */
export const MOST_A_DAY = { inviter: 20, company: 60, address: 3 } as const;
const MOST_OPEN = 100;

/** How somebody stands at the portal, as his company's manager is told. */
export type ColleagueStanding = 'in' | 'invited' | 'waiting' | 'out' | 'none';

export interface ColleagueView {
  id: string;
  name: string;
  address: string;
  isYou: boolean;
  isManager: boolean;
  seesTickets: boolean;
  /** Whether the portal shows company tickets to somebody who belongs to the company as this one does. */
  canSeeTickets: boolean;
  standing: ColleagueStanding;
  canInvite: boolean;
  /** Only the company behind the portal can let this one in. */
  needsHelp: boolean;
}

/** An address that was invited. Whether it is somebody's already is never told. */
export interface InvitedView {
  id: string;
  address: string;
  name: string;
  by: string;
  /** Epoch ms. */
  askedAt: number;
}

export interface ColleaguesPage {
  company: { id: string; name: string };
  /** Every company that the viewer manages. */
  companies: { id: string; name: string }[];
  rows: ColleagueView[];
  nextCursor: string;
  invited: InvitedView[];
  /** Mail invites to this portal. */
  canInvite: boolean;
  /** Access groups decide who gets in: an invitation alone does not. */
  isNarrowed: boolean;
  /** The portal has company tickets at all. */
  hasCompanyTickets: boolean;
}

export type InviteOutcome =
  { outcome: 'asked' | 'limited' | 'not-here' } | { outcome: 'refused'; field: 'email' | 'name' };

/**
 * What a manager of a company does for his colleagues, where the portal lets managers. null and false: there is nothing of
 * that for the viewer, the same for every cause. Whether he manages that company is asked anew in each transaction.
 */
export interface ColleaguesService {
  /** `company` '' is the first one. */
  page(
    viewer: CustomerViewer,
    asked: { company: string; q: string; cursor: string },
  ): Promise<ColleaguesPage | null>;
  find(viewer: CustomerViewer, company: string, contact: string): Promise<ColleagueView | null>;
  /** The company, for a form that invites to it. */
  companyOf(
    viewer: CustomerViewer,
    company: string,
  ): Promise<Pick<
    ColleaguesPage,
    'company' | 'canInvite' | 'isNarrowed' | 'hasCompanyTickets'
  > | null>;
  /** Asks to invite an address: the same work and answer for every address. What becomes of it follows (`settle`). */
  invite(
    viewer: CustomerViewer,
    company: string,
    person: { address: string; name: string; seesTickets: boolean },
  ): Promise<InviteOutcome | null>;
  /** Invites somebody who belongs to the company. */
  inviteColleague(
    viewer: CustomerViewer,
    company: string,
    contact: string,
  ): Promise<'invited' | 'limited' | null>;
  takeBack(viewer: CustomerViewer, company: string, asked: string): Promise<boolean>;
  setSight(
    viewer: CustomerViewer,
    company: string,
    contact: string,
    sees: boolean,
  ): Promise<boolean>;
  /** The colleague leaves the company and is signed out. No manager removes himself or another one: admins do. */
  remove(viewer: CustomerViewer, company: string, contact: string): Promise<boolean>;
}

export function createColleagues(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
  writing: InvitationWriting,
): ColleaguesService {
  const isOn = ({ portal }: CustomerViewer) => portal.settings.access.companyManagers;
  const byOf = ({ contactId, contactName }: CustomerViewer) =>
    ({ kind: 'customer', id: contactId, name: contactName }) as const;

  async function managed(
    viewer: CustomerViewer,
    companyId: string,
  ): Promise<{ company: ManagedCompany; companies: ManagedCompany[] } | null> {
    if (!isOn(viewer)) return null;
    const companies = await listManagedCompanies(runtime.db, viewer.contactKey);
    const company = companyId === '' ? companies[0] : companies.find(({ id }) => id === companyId);
    return company ? { company, companies } : null;
  }

  /** Runs a change in the company's turn, if the viewer manages it then. */
  async function asManager<Result>(
    viewer: CustomerViewer,
    companyId: string,
    nothing: Result,
    work: (db: Connection, company: ManagedCompany) => Promise<Result>,
  ): Promise<Result> {
    needOwn(viewer);
    const found = companyId === '' ? null : await managed(viewer, companyId);
    if (!found) return nothing;
    const { company } = found;
    return runtime.transaction(async (db) => {
      await takeInvitingTurn(db);
      await lockCompanies(db, [company.id]);
      return (await isManagerOf(db, viewer.contactKey, company.key)) ? work(db, company) : nothing;
    });
  }

  const record = (
    db: Connection,
    viewer: CustomerViewer,
    company: ManagedCompany,
    action: string,
    changes: Record<string, { before: string; after: string }>,
  ) =>
    activity.record(db, {
      actor: byOf(viewer),
      action: `company.${action}`,
      subject: { kind: 'company', id: company.id },
      portalKey: viewer.portal.key,
      changes,
    });

  async function isAtCap(
    db: Connection,
    viewer: CustomerViewer,
    company: ManagedCompany,
    addressHash: string,
  ): Promise<boolean> {
    const by = { inviterKey: viewer.contactKey, companyKey: company.key, addressHash };
    const counts = await countAskedSince(db, by, runtime.now() - DAY);
    // The cap of an address is kept silently (`settle`): it would tell what others asked.
    return counts.inviter >= MOST_A_DAY.inviter || counts.company >= MOST_A_DAY.company;
  }

  async function viewsOf(
    viewer: CustomerViewer,
    colleagues: readonly Colleague[],
  ): Promise<ColleagueView[]> {
    const { portal, contactKey } = viewer;
    const { permission, companies } = portal.settings.tickets;
    const keys = colleagues.map(({ key }) => key);
    const candidates = new Map(
      (await candidatesByKey(runtime.db, portal.key, keys)).map((one) => [one.key, one]),
    );
    return colleagues.map((one) => {
      const candidate = candidates.get(one.key);
      const refusal = candidate ? invitingRefusal(personOf(candidate)) : 'gone';
      return {
        id: one.id,
        name: one.name,
        address: candidate?.address ?? '',
        isYou: one.key === contactKey,
        isManager: one.isManager,
        seesTickets: one.seesTickets,
        canSeeTickets: permission !== 'associated' && (companies === 'all' || one.isPrimary),
        standing: candidate ? standingOf(candidate) : 'none',
        canInvite: refusal === '' && !portal.domain.isSystem,
        needsHelp: refusal === 'not-let-in',
      };
    });
  }

  const aboutOf = (viewer: CustomerViewer, { id, name }: ManagedCompany) => {
    const { key, domain, settings } = viewer.portal;
    return {
      company: { id, name },
      canInvite: !domain.isSystem,
      isNarrowed: siteMap.portalByKey(key)?.hasAccessGroups ?? false,
      hasCompanyTickets: settings.tickets.permission !== 'associated',
    };
  };

  return {
    async page(viewer, { company: companyId, q, cursor }) {
      const found = await managed(viewer, companyId);
      if (!found) return null;
      const { company, companies } = found;
      // By the words of the name alone: what else finds a contact is not shown here.
      const ways = waysToFind(q.slice(0, 200)).filter((ranges) =>
        ranges.every(({ from }) => from.startsWith('n')),
      );
      const rows =
        q.trim() !== '' && ways.length === 0
          ? []
          : await listColleagues(runtime.db, company.key, {
              before: /^\d{1,10}$/.test(cursor) ? Number(cursor) : 0,
              ways: q.trim() === '' ? null : ways,
              limit: RECORDS_PAGE + 1,
            });
      const shown = rows.slice(0, RECORDS_PAGE);
      const since = runtime.now() - ASKED_FOR;
      const open = await listOpenAsked(
        runtime.db,
        company.key,
        viewer.portal.key,
        since,
        MOST_OPEN,
      );
      return {
        ...aboutOf(viewer, company),
        companies: companies.map(({ id, name }) => ({ id, name })),
        rows: await viewsOf(viewer, shown),
        nextCursor: rows.length > RECORDS_PAGE ? String(shown.at(-1)?.key ?? '') : '',
        invited: open.map(invitedView),
      };
    },

    async find(viewer, companyId, contactId) {
      const found = companyId === '' ? null : await managed(viewer, companyId);
      const colleague = found && (await findColleague(runtime.db, found.company.key, contactId));
      return colleague ? ((await viewsOf(viewer, [colleague]))[0] ?? null) : null;
    },

    async companyOf(viewer, companyId) {
      const found = await managed(viewer, companyId);
      return found && aboutOf(viewer, found.company);
    },

    invite(viewer, companyId, person) {
      return asManager<InviteOutcome | null>(viewer, companyId, null, async (db, company) => {
        if (viewer.portal.domain.isSystem) return { outcome: 'not-here' };
        const address = normaliseAddress(person.address);
        if (address === '') return { outcome: 'refused', field: 'email' };
        const name = colleagueName(person.name);
        if (name === '') return { outcome: 'refused', field: 'name' };
        const addressHash = sha256(address);
        if (await isAtCap(db, viewer, company, addressHash)) return { outcome: 'limited' };
        await addAsked(db, {
          companyKey: company.key,
          portalKey: viewer.portal.key,
          inviterKey: viewer.contactKey,
          contactKey: 0,
          address,
          addressHash,
          name,
          seesTickets: person.seesTickets,
          state: 'waiting',
          now: runtime.now(),
        });
        await record(db, viewer, company, 'colleague-invited', {
          address: { before: '', after: address },
        });
        return { outcome: 'asked' };
      });
    },

    inviteColleague(viewer, companyId, contactId) {
      return asManager(viewer, companyId, null, async (db, company) => {
        const { portal } = viewer;
        const colleague = await findColleague(db, company.key, contactId);
        if (!colleague) return null;
        const [candidate] = await candidatesByKey(db, portal.key, [colleague.key]);
        if (!candidate || portal.domain.isSystem || invitingRefusal(personOf(candidate)) !== '')
          return null;
        const addressHash = sha256(candidate.address);
        if (await isAtCap(db, viewer, company, addressHash)) return 'limited';
        if ((await writing.inviteContact(db, portal, colleague.key, byOf(viewer))) !== '')
          return null;
        await addAsked(db, {
          companyKey: company.key,
          portalKey: portal.key,
          inviterKey: viewer.contactKey,
          contactKey: colleague.key,
          address: candidate.address,
          addressHash,
          name: colleague.name,
          seesTickets: false,
          state: 'over',
          now: runtime.now(),
        });
        await record(db, viewer, company, 'colleague-invited', {
          contact: { before: '', after: colleague.name },
        });
        return 'invited' as const;
      });
    },

    takeBack(viewer, companyId, askedId) {
      return asManager(viewer, companyId, false, async (db, company) => {
        const asked = await findAsked(db, askedId);
        if (!asked || asked.companyKey !== company.key || asked.portalKey !== viewer.portal.key)
          return false;
        if (!(await moveAsked(db, asked.key, ['waiting', 'open'], { state: 'over' }))) return false;
        const invitation =
          asked.invitation === '' ? null : await findInvitation(db, asked.invitation);
        if (invitation) await writing.cancel(db, invitation, byOf(viewer), '');
        await record(db, viewer, company, 'invitation-taken-back', {
          address: { before: asked.address, after: '' },
        });
        return true;
      });
    },

    setSight(viewer, companyId, contactId, sees) {
      return asManager(viewer, companyId, false, async (db, company) => {
        const colleague = await findColleague(db, company.key, contactId);
        if (!colleague || colleague.isManager) return false;
        if (colleague.seesTickets === sees) return true;
        await saveSight(db, colleague.linkKey, sees);
        const rights = (can: boolean) => (can ? 'seesTickets' : '');
        await record(db, viewer, company, 'sight-changed', {
          contact: { before: colleague.name, after: colleague.name },
          rights: { before: rights(!sees), after: rights(sees) },
        });
        return true;
      });
    },

    remove(viewer, companyId, contactId) {
      return asManager(viewer, companyId, false, async (db, company) => {
        const { portal } = viewer;
        const colleague = await findColleague(db, company.key, contactId);
        if (!colleague || colleague.isManager || colleague.key === viewer.contactKey) return false;
        await leaveCompany(db, colleague.key, company.key, runtime.now());
        await endAllSessions(db, colleague.key);
        const states = ['pending', 'sent'] as const;
        for (const open of await listInvitationsOf(db, portal.key, [colleague.key], states))
          if (open.byKind === 'customer') await writing.cancel(db, open, byOf(viewer), '');
        await accessSweep.followContact(db, colleague.key);
        await record(db, viewer, company, 'colleague-removed', {
          contact: { before: colleague.name, after: '' },
        });
        return true;
      });
    },
  };
}

function standingOf(candidate: Candidate): ColleagueStanding {
  const standing = candidate.standing as Standing | '';
  if (standing === 'disabled' || candidate.isBlocked) return 'out';
  if (standing === 'registered') return candidate.isLetIn ? 'in' : 'out';
  if (standing === 'waiting') return 'waiting';
  return candidate.openKey > 0 ? 'invited' : 'none';
}

const invitedView = ({ id, address, name, inviter, createdAt }: Asked): InvitedView => ({
  id,
  address,
  name,
  by: inviter.name,
  askedAt: createdAt,
});
