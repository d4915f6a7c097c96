import type { TestVisit } from '../contracts/portal-setup';
import { normaliseAddress } from '../rules/address';
import {
  addMembers,
  listAccessGroups,
  listMembersAmong,
  listPortalLinks,
} from '../store/access-groups';
import { findAccountAt } from '../store/accounts';
import { number, text, type Connection } from '../store/connection';
import { setStanding } from '../store/contacts';
import { addRegistered, findMembership } from '../store/memberships';
import { addContact, isAddressTaken } from '../store/people';
import { findTestContact, markTestContact } from '../store/test-contacts';
import { addToken } from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { accountFor } from './customer-accounts';
import { need, refused } from './refusals';
import { randomToken, sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord } from './types';

/** ms */
const LIFETIME = 60 * 1000;
/** Addresses that are tried when somebody else has the first. */
const TRIES = 9;

/** An admin who is told what a portal shows to a customer. */
export type TestingAdmin = AdminActor & { email: string };

export interface TestVisits {
  /**
   * Makes or takes the admin's own test customer, registers it at the portal, and answers a link that signs it in: once,
   * within a minute. null when there is no such portal.
   */
  begin(actor: TestingAdmin, id: string): Promise<TestVisit | null>;
}

export function createTestVisits(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
): TestVisits {
  const markOf = (actor: TestingAdmin) => `test-customer:${actor.id}`;

  /** A mailbox of the admin's own: `mara+portal-test@…`, so that what is mailed reaches nobody else. */
  function addressOf(actor: TestingAdmin, attempt: number): string {
    const at = actor.email.lastIndexOf('@');
    const tag = attempt === 1 ? 'portal-test' : `portal-test-${attempt}`;
    return normaliseAddress(`${actor.email.slice(0, at)}+${tag}${actor.email.slice(at)}`);
  }

  async function findOrFreeAddress(
    db: Connection,
    actor: TestingAdmin,
  ): Promise<{ address: string; contact: { key: number; id: string } | null }> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const address = addressOf(actor, attempt);
      if (address === '') break;
      const row = await findTestContact(db, markOf(actor), sha256(address));
      if (row) return { address, contact: { key: number(row.id), id: text(row.document_id) } };
      const isTaken =
        (await isAddressTaken(db, sha256(address))) || (await findAccountAt(db, address)) !== null;
      if (!isTaken) return { address, contact: null };
    }
    return refused('address', 'Your e-mail address has no free test address beside it.');
  }

  async function makeContact(
    db: Connection,
    actor: TestingAdmin,
    address: string,
  ): Promise<{ key: number; id: string }> {
    const now = runtime.now();
    const accountKey = await accountFor(db, runtime, address, null, false);
    // No password opens it, such links alone. It joins no company by its domain: what companies see is for their own people.
    const contact = await addContact(db, {
      name: `${actor.name} (test customer)`.slice(0, 191),
      language: '',
      timeZone: '',
      properties: {},
      accountKey,
      address,
      addressHash: sha256(address),
      now,
    });
    await markTestContact(db, contact.key, markOf(actor));
    await activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: 'contact.created',
      subject: { kind: 'contact', id: contact.id },
      portalKey: 0,
    });
    return contact;
  }

  async function register(db: Connection, contactKey: number, portalKey: number): Promise<void> {
    const membership = await findMembership(db, contactKey, portalKey);
    if (!membership) return addRegistered(db, contactKey, portalKey, runtime.now());
    if (membership.state === 'disabled')
      refused('contact', 'Your test customer is disabled at this portal. Enable it on its page.');
    if (membership.state !== 'registered')
      await setStanding(db, number(membership.id), 'registered', 0);
  }

  /** Where groups decide who may enter, the test customer is put into a static one of them. */
  async function letIn(
    db: Connection,
    actor: TestingAdmin,
    contactKey: number,
    portalKey: number,
  ): Promise<void> {
    await accessSweep.followContact(db, contactKey);
    const links = (await listPortalLinks(db)).filter(
      (link) => link.portalKey === portalKey && link.narrows,
    );
    if (links.length === 0) return;
    const keys = links.map(({ groupKey }) => groupKey);
    if ((await listMembersAmong(db, keys, [contactKey])).length > 0) return;
    const group = (await listAccessGroups(db)).find(
      ({ key, kind }) => kind === 'static' && keys.includes(key),
    );
    if (!group)
      return refused(
        'groups',
        'This portal has dynamic access groups only, and your test customer meets none of their filters. Give the portal a static group beside them.',
      );
    await addMembers(db, group.key, [contactKey], runtime.now());
    await activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: 'access-group.members-added',
      subject: { kind: 'access-group', id: group.id },
      portalKey: 0,
      changes: { members: { before: '', after: '1' } },
    });
  }

  function livePortal(id: string): PortalRecord | null {
    const portal = siteMap.portals().find((one) => one.id === id);
    if (portal && portal.state !== 'live')
      refused('state', 'This portal is paused. Resume it first.');
    return portal ?? null;
  }

  return {
    async begin(actor, id) {
      need(actor, 'portal-edit', 'portal-publish');
      await siteMap.refresh();
      const portal = livePortal(id);
      if (!portal) return null;
      const token = randomToken();
      const address = await runtime.transaction(async (db) => {
        const found = await findOrFreeAddress(db, actor);
        const contact = found.contact ?? (await makeContact(db, actor, found.address));
        await register(db, contact.key, portal.key);
        await letIn(db, actor, contact.key, portal.key);
        await addToken(db, {
          purpose: 'test-visit',
          tokenHash: sha256(token),
          contactKey: contact.key,
          portalKey: portal.key,
          now: runtime.now(),
          expiresAt: runtime.now() + LIFETIME,
        });
        await activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: 'portal.tested',
          subject: { kind: 'portal', id: portal.id },
          portalKey: portal.key,
          changes: { contact: { before: '', after: contact.id } },
        });
        return found.address;
      });
      const url = siteMap.url(portal.domain, `/${portal.slug}/test-visit?token=${token}`);
      return { url, address };
    },
  };
}
