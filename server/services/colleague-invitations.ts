import { INVITING_REFUSALS, type InvitingRefusal } from '../rules/inviting';
import {
  countAskedSince,
  findAddressOwner,
  findAsked,
  findAskedOf,
  isManagerOf,
  listWaitingAsked,
  moveAsked,
  removeOldAsked,
  saveSight,
  type Asked,
} from '../store/colleagues';
import { lockCompanies } from '../store/companies';
import { findLink, hasPrimaryCompany, saveLink } from '../store/company-contacts';
import { number, type Connection } from '../store/connection';
import { listInvitationsOf, takeInvitingTurn } from '../store/invitations';
import { addContact } from '../store/people';
import type { AccessSweep } from './access-sweep';
import { SYSTEM, type Activity } from './activity';
import { ASKED_FOR, MOST_A_DAY } from './colleagues';
import type { InvitationWriting } from './invitation-writing';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { PortalRecord } from './types';

const EVERY = 5000;
const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const AT_ONCE = 20;

/** Takes back what was made for somebody who cannot be invited. */
class NotInvited extends Error {
  constructor(readonly refusal: InvitingRefusal | 'foreign' | 'over') {
    super(refusal);
  }
}

/** For admins, in the activity of the company. */
const REASONS = {
  ...INVITING_REFUSALS,
  foreign: 'The address belongs to a contact who is not of this company.',
  over: 'The company, its manager or the portal changed meanwhile, or the address was invited too often today.',
};

/** What becomes of the addresses that managers asked to invite. Apart from the asking, whose time must not tell whose they are. */
export interface ColleagueInvitations {
  /**
   * Invites whom it may: nobody's contact is made one, and joins when he accepts; somebody of the company is invited; an
   * address of anybody else is left alone, and the company's admins read why.
   */
  settle(): Promise<void>;
  /** Name of the company that a contact joins by accepting an invitation; '' for none. */
  companyOf(
    db: Connection,
    portal: PortalRecord,
    contactKey: number,
    invitationId: string,
  ): Promise<string>;
  /**
   * Somebody accepts an invitation: he joins the company whose manager asked for it, if that still holds. In the transaction
   * of the acceptance, behind the proof of his address. Whoever registers in another way joins nothing.
   */
  join(
    db: Connection,
    portal: PortalRecord,
    contact: { key: number; id: string; name: string },
    invitationId: string,
  ): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export function createColleagueInvitations(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
  jobs: Jobs,
  writing: InvitationWriting,
): ColleagueInvitations {
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let running: Promise<void> | undefined;

  const isOn = (portal: PortalRecord): boolean =>
    portal.state === 'live' && portal.settings.access.companyManagers && !portal.domain.isSystem;

  const byOf = ({ inviter }: Asked) =>
    ({ kind: 'customer', id: inviter.id, name: inviter.name }) as const;

  async function invite(db: Connection, asked: Asked): Promise<void> {
    const { addressHash, companyKey, inviter } = asked;
    const portal = siteMap.portalByKey(asked.portalKey);
    // A portal that this node does not know yet: the next look does.
    if (!portal) return;
    const counts = await countAskedSince(
      db,
      { inviterKey: inviter.key, companyKey, addressHash },
      runtime.now() - DAY,
    );
    if (!isOn(portal) || counts.address > MOST_A_DAY.address) throw new NotInvited('over');
    if (!(await isManagerOf(db, inviter.key, companyKey))) throw new NotInvited('over');
    const owner = await findAddressOwner(db, addressHash, companyKey);
    if (owner && !owner.isColleague && !owner.isUnclaimed) throw new NotInvited('foreign');
    const contactKey = owner?.key ?? (await makeContact(db, portal, asked));
    const refusal = await writing.inviteContact(db, portal, contactKey, byOf(asked));
    if (refusal !== '' && !(owner?.isColleague && refusal === 'invited'))
      throw new NotInvited(refusal);
    const [invitation] = await listInvitationsOf(db, portal.key, [contactKey], ['pending', 'sent']);
    await moveAsked(db, asked.key, ['waiting'], {
      // Whoever belongs to the company stands among its people.
      state: owner?.isColleague ? 'over' : 'open',
      contactKey,
      isMade: !owner?.isColleague,
      invitation: invitation?.id ?? '',
    });
  }

  async function makeContact(db: Connection, portal: PortalRecord, asked: Asked): Promise<number> {
    const made = await addContact(db, {
      name: asked.name,
      language: '',
      timeZone: '',
      properties: {},
      accountKey: null,
      address: asked.address,
      addressHash: asked.addressHash,
      isUnproven: true,
      now: runtime.now(),
    });
    await accessSweep.followContact(db, made.key);
    await activity.record(db, {
      actor: byOf(asked),
      action: 'contact.created',
      subject: { kind: 'contact', id: made.id },
      portalKey: portal.key,
    });
    return made.key;
  }

  /** One of several nodes does it: the others find it in another state behind the company's lock. */
  const inTurn = (asked: Asked, work: (db: Connection) => Promise<void>) =>
    runtime.transaction(async (db) => {
      await takeInvitingTurn(db);
      await lockCompanies(db, [asked.companyId]);
      if ((await findAsked(db, asked.id))?.state === 'waiting') await work(db);
    });

  async function settleOne(asked: Asked): Promise<void> {
    try {
      await inTurn(asked, (db) => invite(db, asked));
    } catch (error) {
      if (!(error instanceof NotInvited)) throw error;
      const { refusal } = error;
      await inTurn(asked, async (db) => {
        // It looks open to the managers, as every other one does until it is accepted.
        await moveAsked(db, asked.key, ['waiting'], { state: 'open' });
        await activity.record(db, {
          actor: SYSTEM,
          action: 'company.colleague-not-invited',
          subject: { kind: 'company', id: asked.companyId },
          portalKey: asked.portalKey,
          changes: {
            address: { before: '', after: asked.address },
            reason: { before: '', after: REASONS[refusal] },
          },
        });
      });
    }
  }

  const isSame = async ([first]: readonly Asked[]): Promise<boolean> =>
    first !== undefined && (await findAsked(runtime.db, first.id))?.state === 'waiting';

  async function settle(): Promise<void> {
    for (;;) {
      const waiting = await listWaitingAsked(runtime.db, AT_ONCE);
      for (const asked of waiting) if (!isStopping) await settleOne(asked);
      // What could not be settled waits for the next look.
      if (isStopping || waiting.length < AT_ONCE || (await isSame(waiting))) return;
    }
  }

  /** What a contact joins by accepting an invitation, as long as whoever asked for it may still ask. */
  async function joinable(
    db: Connection,
    portal: PortalRecord,
    contactKey: number,
    invitationId: string,
  ): Promise<Asked | null> {
    const asked = await findAskedOf(db, contactKey, invitationId);
    if (!asked || asked.portalKey !== portal.key || !isOn(portal)) return null;
    if (runtime.now() - asked.createdAt > ASKED_FOR + DAY) return null;
    return (await isManagerOf(db, asked.inviter.key, asked.companyKey)) ? asked : null;
  }

  async function look(): Promise<void> {
    // `strapi import` and other commands load the plugin too; only a server invites.
    if (!runtime.strapi.server.httpServer.listening) return;
    await settle();
    await jobs.atMostEvery(60 * MINUTE, 'colleague-invitations', () =>
      removeOldAsked(runtime.db, runtime.now() - ASKED_FOR),
    );
  }

  return {
    settle,

    async companyOf(db, portal, contactKey, invitationId) {
      return (await joinable(db, portal, contactKey, invitationId))?.companyName ?? '';
    },

    async join(db, portal, contact, invitationId) {
      const asked = await joinable(db, portal, contact.key, invitationId);
      if (!asked || !(await moveAsked(db, asked.key, ['open'], { state: 'over' }))) return;
      const { companyKey, seesTickets } = asked;
      const known = await findLink(db, contact.key, companyKey);
      if (!known) {
        const isPrimary = !(await hasPrimaryCompany(db, contact.key));
        const flags = { isPrimary, seesTickets, isManager: false, isByDomain: false };
        await saveLink(db, contact.key, companyKey, flags, runtime.now());
      }
      const link = known ?? (await findLink(db, contact.key, companyKey));
      // Who was removed meanwhile does not come back by a mail of before.
      if (!link || number(link.left_at) > 0) return;
      if (!known || seesTickets) await saveSight(db, number(link.id), seesTickets);
      await activity.record(db, {
        actor: { kind: 'customer', id: contact.id, name: contact.name },
        action: 'company.colleague-joined',
        subject: { kind: 'company', id: asked.companyId },
        portalKey: portal.key,
        changes: {
          contact: { before: '', after: contact.name },
          rights: { before: '', after: seesTickets ? 'seesTickets' : '' },
          invitedBy: { before: '', after: asked.inviter.name },
        },
      });
    },

    start() {
      isStopping = false;
      timer = setInterval(() => {
        running ??= look()
          .catch((error: unknown) => {
            runtime.strapi.log.error(`customer-portal: invitations of managers: ${String(error)}`);
          })
          .finally(() => {
            running = undefined;
          });
      }, EVERY).unref();
    },

    async stop() {
      clearInterval(timer);
      isStopping = true;
      await running;
      isStopping = false;
    },
  };
}
