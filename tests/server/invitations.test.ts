import type { FilterGroups } from '../../server/contracts/filter-groups';
import type { InvitationState } from '../../server/contracts/invitations';
import type { AdminActor, PortalRecord } from '../../server/services/types';
import { addContacts } from '../../server/store/bulk-contacts';
import { number, select, text } from '../../server/store/connection';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, visitorOf } from '../support/browserless';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const NEW_PASSWORD = 'Loud-whistle-41';
const MARA: AdminActor = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set([
    'member-read',
    'member-edit',
    'member-invite',
    'access-group-edit',
    'contact-edit',
    'contact-read',
  ]),
};

describe.each(DATABASES)('invitations on %s', (database) => {
  let booted: Booted;
  let mailbox: Mailbox;
  let company: TestCompany;
  /** Let people in by the access group `members` each. */
  let portal: PortalRecord;
  let other: PortalRecord;
  let members: { key: number; id: string };
  let others: { key: number; id: string };
  let time = Date.now();
  let count = 0;

  beforeAll(async () => {
    mailbox = await openMailbox();
    booted = await bootStrapi({
      database,
      env: { TEST_SMTP_PORT: String(mailbox.port) },
      pluginConfig: { mailTransport: 'email-plugin', invitationsPerMinute: 10 },
    });
    const { outboxWorker, invitationSending } = booted.services;
    // Each test sends by itself.
    await outboxWorker.stop();
    await invitationSending.stop();
    company = await foundCompany(booted);
    [portal, members] = await foundPortal('Members only', 'members');
    [other, others] = await foundPortal('Second one', 'second');
  });
  afterAll(async () => {
    await booted?.destroy();
    await mailbox?.close();
  });
  beforeEach(() => {
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => time);
    mailbox.onMail = () => undefined;
    // Nobody's allowance of the test before counts.
    time += 2 * MINUTE;
  });
  afterEach(() => jest.restoreAllMocks());

  async function foundPortal(
    name: string,
    slug: string,
    domain?: { isSystem: boolean },
  ): Promise<[PortalRecord, { key: number; id: string }]> {
    const { portals, accessGroups, siteMap, runtime } = booted.services;
    const [help] = await select(
      runtime.db,
      "SELECT id FROM cp_domains WHERE origin LIKE '%help.test%'",
    );
    const [system] = await select(runtime.db, 'SELECT id FROM cp_domains WHERE is_system = ?', [
      true,
    ]);
    const { key } = await portals.createPortal({
      name,
      domainKey: number((domain?.isSystem ? system : help)?.id),
      slug,
      inboxKey: company.inboxKey,
      settings: { general: { languages: ['fr'] } },
    });
    const group = await accessGroups.define({ name: `Group of ${name}`, portalKeys: [key] });
    await siteMap.refresh();
    const made = siteMap.portalByKey(key);
    if (!made) throw new Error(`${name} is not on the map`);
    return [made, group];
  }

  /** Changes what a portal is set to, as its pages then see it. */
  async function setAccess(access: Partial<PortalRecord['settings']['access']>): Promise<void> {
    await booted.services.portalSettings.apply(portal.key, { access });
    portal = booted.services.siteMap.portalByKey(portal.key) ?? portal;
  }

  interface Person {
    key: number;
    id: string;
    address: string;
  }

  /** A contact without an account, in the groups. */
  async function person(
    groups = [members],
    address = `guest${(count += 1)}@guest.example`,
  ): Promise<Person> {
    const made = await booted.services.people.createContact({ name: `Guest ${count}`, address });
    await join(made.id, groups);
    return { ...made, address };
  }
  const join = async (id: string, groups = [members]) => {
    for (const group of groups)
      await booted.services.accessGroups.addMembers(MARA, group.id, { contacts: [id], pasted: '' });
  };
  const leave = (id: string, group = members) =>
    booted.services.accessGroups.removeMembers(MARA, group.id, [id]);

  const invite = async (...people: Person[]) => {
    const contacts = people.map(({ id }) => id);
    const result = await booted.services.invitations.invite(MARA, portal.id, {
      contacts,
      future: false,
    });
    if (!result) throw new Error('There is no such portal');
    return result;
  };
  interface Invitation {
    id: string;
    state: InvitationState;
    error: string;
    address: string;
    due_at: unknown;
    actor_kind: string;
  }
  const invitationsOf = async ({ key }: Person, at = portal): Promise<Invitation[]> =>
    (await select(
      booted.services.runtime.db,
      'SELECT document_id AS id, state, error, address, due_at, actor_kind FROM cp_invitations WHERE contact_id = ? AND portal_id = ? ORDER BY cp_invitations.id',
      [key, at.key],
    )) as unknown as Invitation[];
  const stateOf = async (one: Person, at = portal) => (await invitationsOf(one, at)).at(-1)?.state;
  const idOf = async (one: Person, at = portal) => (await invitationsOf(one, at)).at(-1)?.id ?? '';
  const standingOf = async ({ key }: Person, at = portal): Promise<string> =>
    text(
      (
        await select(
          booted.services.runtime.db,
          'SELECT state FROM cp_memberships WHERE contact_id = ? AND portal_id = ?',
          [key, at.key],
        )
      )[0]?.state,
    );
  const actionsOf = async ({ id }: Person): Promise<string[]> =>
    (
      await select(
        booted.services.runtime.db,
        'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id',
        [id],
      )
    ).map(({ action }) => text(action));

  /** Lets what is due leave, as the clock of two minutes later finds it. */
  async function send(): Promise<void> {
    await booted.services.invitationSending.sendDue();
    await booted.services.outboxWorker.drain();
  }
  async function sendLater(): Promise<void> {
    time += 2 * MINUTE;
    await send();
  }
  const mailsTo = ({ address }: Person) =>
    mailbox.mails.filter(({ to }) => [to].flat().some((one) => one?.text === address));
  const linkTo = (one: Person): URL =>
    new URL(/https?:\S+token=\S+/.exec(mailsTo(one).at(-1)?.text ?? '')?.[0] ?? 'http://none/');
  const tokenTo = (one: Person): string => linkTo(one).searchParams.get('token') ?? '';
  /** A contact with an invitation that has arrived, and its token. */
  async function invited(groups = [members]): Promise<{ one: Person; token: string }> {
    const one = await person(groups);
    await invite(one);
    await sendLater();
    return { one, token: tokenTo(one) };
  }

  const origin = { ip: '127.0.0.9', userAgent: 'test', previousToken: '', deviceToken: '' };
  const accept = (token: string, at = portal, password: string | null = NEW_PASSWORD) =>
    booted.services.invitationAccepting.accept({
      portal: at,
      token,
      name: 'Chosen Name',
      password,
      language: 'en',
      origin,
    });
  const find = (token: string, at = portal) => booted.services.invitationAccepting.find(at, token);
  const signIn = async ({ address }: Person, password = NEW_PASSWORD, at = portal) =>
    (
      await booted.services.signIn.withPassword({
        portal: at,
        address,
        password,
        remember: false,
        ip: '127.0.0.8',
        userAgent: 'test',
      })
    ).outcome;

  describe('what leaves, and when', () => {
    it('mails nobody before an admin presses Invite, then after two minutes, to the membership address in the language of the domain', async () => {
      const one = await person();
      await sendLater();
      expect(await invitationsOf(one)).toEqual([]);
      expect(await invite(one)).toEqual({ done: 1, left: [] });
      expect(await invitationsOf(one)).toMatchObject([{ state: 'pending', address: one.address }]);
      expect(await standingOf(one)).toBe('invited');
      await send();
      expect(mailsTo(one)).toEqual([]);
      await sendLater();
      const [mail] = mailsTo(one);
      expect(mail?.subject).toBe('Your access to Members only');
      expect(linkTo(one).href).toMatch(
        /^http:\/\/help\.test:1337\/members\/register\?token=[\w-]{43}$/,
      );
      expect(await stateOf(one)).toBe('sent');
      await sendLater();
      expect(mailsTo(one)).toHaveLength(1);
      expect(await actionsOf(one)).toEqual(
        expect.arrayContaining(['invitation.created', 'invitation.sent']),
      );
      // A link that opens an account is not kept once it was sent.
      const stored = JSON.stringify(await booted.services.runtime.db('cp_outbox').select('*'));
      expect(stored).not.toContain(tokenTo(one));
    });

    it('makes no second one while one is open, however often Invite is pressed at once', async () => {
      const one = await person();
      const results = await Promise.all([invite(one), invite(one), invite(one)]);
      expect(results.map(({ done }) => done).sort()).toEqual([0, 0, 1]);
      expect((await invite(one)).left).toEqual([
        { contact: one.id, name: 'Guest ' + String(count), reason: 'It is invited already.' },
      ]);
      await sendLater();
      expect((await invite(one)).done).toBe(0);
      expect(mailsTo(one)).toHaveLength(1);
    });

    it('names whoever cannot be invited, with the reason', async () => {
      const outside = await person([]);
      const disabled = await person();
      const binned = await person();
      const { contacts, runtime } = booted.services;
      await runtime.db('cp_memberships').insert({
        document_id: 'd'.repeat(24),
        contact_id: disabled.key,
        portal_id: portal.key,
        state: 'disabled',
      });
      await contacts.trash(MARA, binned.id);
      const nobody = { id: 'x'.repeat(24), key: 0, address: '' };
      const { done, left } = await invite(outside, disabled, binned, nobody);
      expect(done).toBe(0);
      expect(left.map(({ reason }) => reason)).toEqual([
        'None of the portal’s access groups lets it in.',
        'It is disabled at this portal.',
        'It is in the bin, merged or erased.',
        'There is no such contact.',
      ]);
    });

    it('takes the primary address where none signs in, and proves that one', async () => {
      const one = await person();
      const { db } = booted.services.runtime;
      await db('cp_contact_addresses')
        .where({ contact_id: one.key })
        .update({ is_membership: false, verified_at: 0 });
      await invite(one);
      await sendLater();
      expect((await accept(tokenTo(one))).outcome).toBe('entered');
      expect(await signIn(one)).toBe('signed-in');
    });

    it('asks when it is to leave: who has left, was disabled or registered meanwhile gets no mail', async () => {
      const [left, registered, binned] = [await person(), await person(), await person()];
      await invite(left, registered, binned);
      const { contacts, runtime } = booted.services;
      await leave(left.id);
      await runtime
        .db('cp_memberships')
        .where({ contact_id: registered.key, portal_id: portal.key })
        .update({ state: 'registered' });
      await contacts.trash(MARA, binned.id);
      await sendLater();
      for (const one of [left, registered, binned]) {
        expect(mailsTo(one)).toEqual([]);
        expect(await stateOf(one)).toBe('cancelled');
      }
      expect((await invitationsOf(left))[0]?.error).toMatch(/access groups/);
      expect(await standingOf(left)).toBe('');
      expect(await standingOf(registered)).toBe('registered');
    });

    it('asks once more when the mail is rendered', async () => {
      const one = await person();
      await invite(one);
      time += 2 * MINUTE;
      await booted.services.invitationSending.sendDue();
      await leave(one.id);
      await booted.services.outboxWorker.drain();
      expect(mailsTo(one)).toEqual([]);
      expect(await stateOf(one)).toBe('cancelled');
    });

    it('says failed with the words of the mail server, and goes on trying while it may', async () => {
      const one = await person();
      mailbox.onMail = () => {
        throw Object.assign(new Error('the mailbox is full today'), { responseCode: 452 });
      };
      await invite(one);
      await sendLater();
      expect(await invitationsOf(one)).toMatchObject([
        { state: 'pending', error: expect.stringContaining('full today') },
      ]);
      for (let tries = 0; tries < 6; tries += 1) {
        time += DAY;
        await booted.services.outboxWorker.drain();
      }
      expect(await invitationsOf(one)).toMatchObject([
        { state: 'failed', error: expect.stringContaining('full today') },
      ]);
      expect(await actionsOf(one)).toContain('invitation.failed');
    });

    it('fails at once where the mail server knows no such reader, and is sent again with another link', async () => {
      const one = await person();
      mailbox.refusesRecipient = (address) => address === one.address;
      await invite(one);
      await sendLater();
      expect(await invitationsOf(one)).toMatchObject([
        { state: 'failed', error: expect.stringContaining('550') },
      ]);
      mailbox.refusesRecipient = () => false;
      const { invitationChanges } = booted.services;
      const again = () =>
        idOf(one).then((id) => invitationChanges.resend(MARA, portal.id, { invitations: [id] }));
      expect(await again()).toEqual({ done: 1, left: [] });
      await sendLater();
      const first = tokenTo(one);
      expect(await stateOf(one)).toBe('sent');
      expect(await again()).toEqual({ done: 1, left: [] });
      expect(await find(first)).not.toBeNull();
      await send();
      expect(mailsTo(one)).toHaveLength(2);
      expect(await find(first)).toBeNull();
      expect(await find(tokenTo(one))).toMatchObject({ address: one.address, isKnown: false });
      expect(await invitationsOf(one)).toHaveLength(1);
    });

    it('fails where its mail was discarded', async () => {
      const one = await person();
      await invite(one);
      time += 2 * MINUTE;
      const { invitationSending, runtime } = booted.services;
      await invitationSending.sendDue();
      await runtime.db('cp_outbox').where({ state: 'waiting' }).update({ state: 'discarded' });
      time += 2 * MINUTE;
      await invitationSending.endOver();
      expect(await invitationsOf(one)).toMatchObject([
        { state: 'failed', error: expect.stringContaining('discarded') },
      ]);
    });

    it('ends after 14 days', async () => {
      const { one, token } = await invited();
      time += 14 * DAY - MINUTE;
      expect(await find(token)).not.toBeNull();
      await booted.services.invitationSending.endOver();
      expect(await stateOf(one)).toBe('sent');
      time += MINUTE;
      expect(await find(token)).toBeNull();
      expect((await accept(token)).outcome).toBe('closed');
      await booted.services.invitationSending.endOver();
      expect(await stateOf(one)).toBe('expired');
      expect((await invite(one)).done).toBe(1);
    });
  });

  describe('many', () => {
    const MANY = 3000;
    const counts = async () =>
      (await booted.services.invitations.inviting(MARA, portal.id))?.counts;
    let crowd: { key: number; id: string };
    let keys: number[];

    beforeAll(async () => {
      const { accessGroups, runtime } = booted.services;
      const made = await runtime.transaction((db) =>
        addContacts(
          db,
          Array.from({ length: MANY }, (_, at) => ({
            name: `Crowd ${at}`,
            phone: '',
            language: '',
            timeZone: '',
            externalId: '',
            createdTime: time,
            properties: {},
            values: [],
            addresses: [{ address: `crowd${at}@crowd.example`, hash: `crowd ${at}` }],
            companyKey: 0,
          })),
          time,
        ),
      );
      keys = made.map(({ key }) => key);
      crowd = await accessGroups.define({
        name: 'Crowd',
        portalKeys: [portal.key],
        contactKeys: keys,
      });
      await booted.services.invitationChanges.cancel(MARA, portal.id, { invitations: null });
    });

    it('asks before it invites more than twenty, and says how many', async () => {
      const { invitations } = booted.services;
      const inviting = await invitations.inviting(MARA, portal.id);
      expect(inviting).toMatchObject({ isPaused: false, invitable: { value: 1000, more: true } });
      expect(inviting?.sample.length).toBeGreaterThan(0);
      const refusal: unknown = await invitations
        .invite(MARA, portal.id, { contacts: null, future: false })
        .catch((error: unknown) => error);
      const { count: asked } = (refusal as { details: { count: number } }).details;
      expect(asked).toBeGreaterThanOrEqual(MANY);
      expect(await counts()).toMatchObject({ pending: { value: 0 } });
      await expect(
        invitations.invite(MARA, portal.id, {
          contacts: null,
          future: false,
          confirmed: asked - 1,
        }),
      ).rejects.toThrow(/Confirm/);
      const result = await invitations.invite(MARA, portal.id, {
        contacts: null,
        future: false,
        confirmed: asked,
      });
      expect(result?.done).toBe(asked);
      expect(await counts()).toMatchObject({ pending: { value: 1000, more: true } });
      // Whoever presses once more invites nobody again.
      expect(await invitations.invite(MARA, portal.id, { contacts: null, future: false })).toEqual({
        done: 0,
        left: [],
      });
    });

    const sentSoFar = () => mailbox.mails.length;

    it('sends so many in a minute of all portals together', async () => {
      mailbox.mails.length = 0;
      await sendLater();
      expect(sentSoFar()).toBe(10);
      time += MINUTE / 2;
      await Promise.all([send(), send()]);
      expect(sentSoFar()).toBe(10);
      time += MINUTE / 2 + 1;
      await Promise.all([
        booted.services.invitationSending.sendDue(),
        booted.services.invitationSending.sendDue(),
      ]);
      await send();
      expect(sentSoFar()).toBe(20);
    });

    it('is stopped by a pause, and what was handed to the outbox stays as well', async () => {
      const { invitations, invitationSending, outboxWorker } = booted.services;
      time += 2 * MINUTE;
      await invitationSending.sendDue();
      await invitations.setInviting(MARA, portal.id, { isPaused: true });
      await outboxWorker.drain();
      await sendLater();
      expect(sentSoFar()).toBe(20);
      await invitations.setInviting(MARA, portal.id, { isPaused: false });
      await sendLater();
      expect(sentSoFar()).toBe(30);
    });

    it('stopped halfway, the rest is never sent', async () => {
      const { invitationChanges, invitationSending, outboxWorker, runtime } = booted.services;
      time += 2 * MINUTE;
      await invitationSending.sendDue();
      const result = await invitationChanges.cancel(MARA, portal.id, { invitations: null });
      expect(result?.done).toBeGreaterThanOrEqual(MANY - 30);
      await outboxWorker.drain();
      for (let minutes = 0; minutes < 5; minutes += 1) await sendLater();
      expect(sentSoFar()).toBe(30);
      expect(await counts()).toMatchObject({ pending: { value: 0 } });
      const standing = await select(
        runtime.db,
        'SELECT COUNT(*) AS total FROM cp_memberships WHERE portal_id = ? AND contact_id >= ? AND contact_id <= ?',
        [portal.key, keys[0] ?? 0, keys.at(-1) ?? 0],
      );
      const toCrowd = mailbox.mails.filter(({ to }) =>
        [to].flat().some((one) => one?.text.startsWith('crowd')),
      );
      expect(number(standing[0]?.total)).toBe(toCrowd.length);
      await booted.services.accessGroups.remove(MARA, crowd.id, { letIn: 0, keptOut: 0 });
    });
  });

  describe('who comes later', () => {
    afterEach(async () => {
      await booted.services.invitations.setInviting(MARA, other.id, { invitesFuture: false });
    });
    const look = async () => {
      time += 16 * MINUTE;
      await booted.services.invitationSending.inviteNewcomers();
    };
    const future = (confirmed?: number) =>
      booted.services.invitations.setInviting(MARA, other.id, { invitesFuture: true, confirmed });

    it('is invited only where an admin chose so, once, and not after an admin took it back', async () => {
      const before = await person([others]);
      await look();
      expect(await invitationsOf(before, other)).toEqual([]);
      await future();
      await look();
      const later = await person([others]);
      await booted.services.invitationSending.inviteNewcomers();
      await look();
      for (const one of [before, later])
        expect(await invitationsOf(one, other)).toMatchObject([
          { state: 'pending', actor_kind: 'system' },
        ]);
      const { invitationChanges } = booted.services;
      await invitationChanges.cancel(MARA, other.id, { invitations: [await idOf(later, other)] });
      await look();
      expect(await stateOf(later, other)).toBe('cancelled');
      await sendLater();
      expect(mailsTo(before)).toHaveLength(1);
      expect(mailsTo(later)).toEqual([]);
    });

    it('is invited after all when it comes into the group again', async () => {
      await future();
      const one = await person([others]);
      await look();
      await leave(one.id, others);
      await sendLater();
      expect(await stateOf(one, other)).toBe('cancelled');
      await join(one.id, [others]);
      await look();
      expect(await stateOf(one, other)).toBe('pending');
    });

    it('asks before a choice or a rule invites many, and names their number', async () => {
      const { accessGroups, siteMap } = booted.services;
      const group: FilterGroups = [
        { conditions: [{ property: 'email_domain', operator: 'is', values: ['crowd.example'] }] },
      ];
      await siteMap.refresh();
      await future();
      const rule = {
        name: 'By rule',
        description: '',
        kind: 'dynamic' as const,
        filterGroups: group,
      };
      const make = (confirmed?: { letIn: number; keptOut: number; invited?: number }) =>
        accessGroups.create(MARA, { ...rule, portals: [other.id], confirmed });
      const refusal: unknown = await make().catch((error: unknown) => error);
      const { impact } = (
        refusal as { details: { impact: { letIn: { count: number }; invited: number } } }
      ).details;
      expect(impact).toMatchObject({ letIn: { count: 3000 }, invited: 3000 });
      await expect(make({ letIn: 3000, keptOut: 0 })).rejects.toThrow(
        /3000 of them get an invitation/,
      );
      await future();
      await booted.services.invitations.setInviting(MARA, other.id, { invitesFuture: false });
      await make({ letIn: 3000, keptOut: 0 });
      await booted.services.accessSweep.sweep();
      // The choice alone would invite them by now.
      await expect(future()).rejects.toThrow(/3\d\d\d contacts would be invited/);
    });
  });

  describe('a portal on the system domain', () => {
    it('mails nobody, and has links instead that are recorded, work once and for seven days', async () => {
      const [system, group] = await foundPortal('On the server', 'onserver', { isSystem: true });
      const one = await person([group]);
      const { invitations, invitationChanges } = booted.services;
      await expect(
        invitations.invite(MARA, system.id, { contacts: [one.id], future: false }),
      ).rejects.toThrow(/registration link/);
      await expect(
        invitations.setInviting(MARA, system.id, { invitesFuture: true }),
      ).rejects.toThrow(/registration link/);
      expect(await invitations.inviting(MARA, system.id)).toMatchObject({ isSystemDomain: true });
      const link = await invitationChanges.registrationLink(MARA, system.id, one.id);
      expect(link?.url).toMatch(/\/onserver\/register\?token=[\w-]{43}$/);
      const token = new URL(link?.url ?? '').searchParams.get('token') ?? '';
      expect(await actionsOf(one)).toContain('registration-link.created');
      expect(
        (await invitations.list(MARA, system.id, { q: '', sort: '', state: '' }))?.rows,
      ).toMatchObject([{ kind: 'link', state: 'sent', by: 'Mara Berg', address: one.address }]);
      time += 7 * DAY - MINUTE;
      expect(await find(token, system)).not.toBeNull();
      // A new one closes the one before.
      const next = await invitationChanges.registrationLink(MARA, system.id, one.id);
      expect(await find(token, system)).toBeNull();
      const second = new URL(next?.url ?? '').searchParams.get('token') ?? '';
      expect((await accept(second, system)).outcome).toBe('entered');
      expect((await accept(second, system)).outcome).toBe('closed');
      await expect(invitationChanges.registrationLink(MARA, system.id, one.id)).rejects.toThrow(
        /registered already/,
      );
    });
  });

  describe('accepting', () => {
    it('proves the address, registers, and signs in with what was chosen', async () => {
      const { one, token } = await invited();
      expect(await signIn(one)).toBe('refused');
      const answer = await accept(token);
      const session =
        answer.outcome === 'entered'
          ? await booted.services.sessions.find(answer.token, portal)
          : null;
      expect(session).toMatchObject({ name: 'Chosen Name', method: 'invitation', language: 'en' });
      expect(await standingOf(one)).toBe('registered');
      expect(await stateOf(one)).toBe('accepted');
      expect(await signIn(one)).toBe('signed-in');
      const [address] = await select(
        booted.services.runtime.db,
        'SELECT verified_at FROM cp_contact_addresses WHERE contact_id = ?',
        [one.key],
      );
      expect(number(address?.verified_at)).toBe(time);
      expect(await actionsOf(one)).toEqual(
        expect.arrayContaining(['invitation.accepted', 'contact.registered', 'session.started']),
      );
    });

    it('opens everything that the contact may see, and no second mail comes', async () => {
      const one = await person([members, others]);
      await invite(one);
      await sendLater();
      const { invitations, invitationSending, outboxWorker } = booted.services;
      await invitations.invite(MARA, other.id, { contacts: [one.id], future: false });
      time += 2 * MINUTE;
      await invitationSending.sendDue();
      expect((await accept(tokenTo(one))).outcome).toBe('entered');
      await outboxWorker.drain();
      expect(mailsTo(one)).toHaveLength(1);
      expect(await stateOf(one, other)).toBe('accepted');
      expect(await standingOf(one, other)).toBe('registered');
      expect(await signIn(one, NEW_PASSWORD, other)).toBe('signed-in');
    });

    it('asks a contact who has an account for nothing, and keeps the password', async () => {
      const { one, token } = await invited();
      await accept(token);
      await join(one.id, [others]);
      const { invitations } = booted.services;
      await invitations.invite(MARA, other.id, { contacts: [one.id], future: false });
      await sendLater();
      const second = tokenTo(one);
      expect(await find(second, other)).toMatchObject({ isKnown: true });
      expect((await accept(second, other, 'Something-else-1')).outcome).toBe('entered');
      expect(await signIn(one, NEW_PASSWORD, other)).toBe('signed-in');
      expect(await signIn(one, 'Something-else-1', other)).toBe('refused');
    });

    it('takes no password where mailed links sign in', async () => {
      const { one, token } = await invited();
      expect((await accept(token, portal, null)).outcome).toBe('entered');
      expect(await signIn(one, '')).toBe('refused');
      expect(await signIn(one)).toBe('refused');
    });

    it('never takes the password of an account that somebody made beforehand', async () => {
      const { one, token } = await invited();
      const users = booted.strapi.plugin('users-permissions').service('user') as {
        add(data: object): Promise<unknown>;
      };
      await users.add({
        username: `squatter-${one.key}`,
        email: one.address,
        password: PASSWORD,
        confirmed: true,
        blocked: false,
        provider: 'local',
      });
      // Anybody may register at the site of this test without confirming: its "confirmed" says nothing.
      expect(await find(token)).toMatchObject({ isKnown: false });
      expect((await accept(token)).outcome).toBe('entered');
      expect(await signIn(one, PASSWORD)).toBe('refused');
      expect(await signIn(one)).toBe('signed-in');
    });

    it('opens nothing where another contact has the account of that address', async () => {
      const { one, token } = await invited();
      const owner = await booted.services.people.createContact({
        name: 'Owner',
        address: `owner${count}@guest.example`,
        password: PASSWORD,
      });
      const { db } = booted.services.runtime;
      const [account] = await select(db, 'SELECT user_id FROM cp_contacts WHERE id = ?', [
        owner.key,
      ]);
      await db('up_users')
        .where({ id: number(account?.user_id) })
        .update({ email: one.address });
      expect(await find(token)).toBeNull();
      expect((await accept(token)).outcome).toBe('closed');
    });
  });

  describe('attack 24: a link', () => {
    it('attack 24: works once, also when it is pressed twice at the same time', async () => {
      const { one, token } = await invited();
      const outcomes = (await Promise.all([accept(token), accept(token)])).map(
        ({ outcome }) => outcome,
      );
      expect(outcomes.sort()).toEqual(['closed', 'entered']);
      expect((await accept(token)).outcome).toBe('closed');
      expect(await standingOf(one)).toBe('registered');
    });

    it('attack 24: is typed exactly: empty, shorter, longer, other case, NUL, wildcards and its hash open nothing', async () => {
      const { one, token } = await invited();
      const [stored] = await select(
        booted.services.runtime.db,
        "SELECT token_hash FROM cp_one_time_tokens WHERE contact_id = ? AND purpose = 'invitation'",
        [one.key],
      );
      const swapped = token.replace(/[a-z]/i, (letter) =>
        letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
      );
      const wrong = [
        '',
        ' ',
        token.slice(1),
        `${token}a`,
        swapped,
        `${token}\0`,
        `\0${token.slice(1)}`,
      ];
      for (const typed of [
        ...wrong,
        '%',
        '_'.repeat(43),
        '*'.repeat(43),
        text(stored?.token_hash),
        ` ${token}`,
      ]) {
        expect(await find(typed)).toBeNull();
        expect((await accept(typed)).outcome).toBe('closed');
      }
      expect(await find(token)).not.toBeNull();
    });

    it('attack 24: is bound to its portal and to its purpose', async () => {
      const { one, token } = await invited([members, others]);
      expect(await find(token, other)).toBeNull();
      expect((await accept(token, other)).outcome).toBe('closed');
      expect(await booted.services.passwords.isResetOpen(portal, token)).toBe(false);
      await accept(token);
      await booted.services.passwords.askReset({ portal, address: one.address, ip: '127.0.0.7' });
      for (let tries = 0; mailsTo(one).length < 2 && tries < 300; tries += 1) {
        await booted.services.outboxWorker.drain();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const reset = tokenTo(one);
      expect(reset).not.toBe(token);
      expect(await find(reset)).toBeNull();
    });

    it('attack 24: proves only the address that it went to', async () => {
      const { one, token } = await invited();
      const { contacts, runtime } = booted.services;
      const input = {
        name: 'Guest',
        phone: '',
        language: '',
        timeZone: '',
        addresses: [
          {
            address: `moved${one.key}@guest.example`,
            isPrimary: true,
            isMembership: true,
            isVerified: false,
          },
        ],
        companies: [],
        properties: {},
      };
      await contacts.update(MARA, one.id, input);
      expect(await find(token)).toBeNull();
      expect((await accept(token)).outcome).toBe('closed');
      const [row] = await select(runtime.db, 'SELECT user_id FROM cp_contacts WHERE id = ?', [
        one.key,
      ]);
      expect(row?.user_id).toBeNull();
    });

    it('attack 24: opens nothing once it was taken back', async () => {
      const { one, token } = await invited();
      const { invitationChanges } = booted.services;
      const invitations = [await idOf(one)];
      expect(await invitationChanges.cancel(MARA, portal.id, { invitations })).toMatchObject({
        done: 1,
      });
      expect(await find(token)).toBeNull();
      expect(await standingOf(one)).toBe('');
    });
  });

  describe('attack 26: who is let in no more', () => {
    const disable = (one: Person) =>
      booted.services.members.act(MARA, portal.id, { action: 'disable', contacts: [one.id] });

    it('attack 26: is out with the next request: left the group, disabled, in the bin', async () => {
      const ends: [string, (one: Person) => Promise<unknown>][] = [
        ['left', (one) => leave(one.id)],
        ['disabled', disable],
        ['binned', (one) => booted.services.contacts.trash(MARA, one.id)],
      ];
      for (const [how, end] of ends) {
        const { token } = await invited();
        const before = await invited();
        const answer = await accept(before.token);
        const session = answer.outcome === 'entered' ? answer.token : '';
        expect(await booted.services.sessions.find(session, portal)).not.toBeNull();
        await end(before.one);
        expect([how, await booted.services.sessions.find(session, portal)]).toEqual([how, null]);
        expect(await signIn(before.one)).toBe('refused');
        expect(await find(token)).not.toBeNull();
      }
    });

    it('attack 26: gets in by no link that is on its way', async () => {
      const ends: ((one: Person) => Promise<unknown>)[] = [
        (one) => leave(one.id),
        disable,
        (one) => booted.services.contacts.trash(MARA, one.id),
      ];
      for (const end of ends) {
        const { one, token } = await invited();
        await end(one);
        expect(await find(token)).toBeNull();
        expect((await accept(token)).outcome).toBe('closed');
        const [row] = await select(
          booted.services.runtime.db,
          'SELECT user_id FROM cp_contacts WHERE id = ?',
          [one.key],
        );
        expect(row?.user_id).toBeNull();
      }
    });
  });

  describe('the page', () => {
    const visitor = () => visitorOf(booted);
    const page = (token: string) => `/members/register?token=${encodeURIComponent(token)}`;

    it('shows whose address it is, changes nothing by being opened, and signs in', async () => {
      const { one, token } = await invited();
      const browser = visitor();
      for (let scans = 0; scans < 3; scans += 1) {
        const { text: html } = await browser.get(page(token)).expect(200);
        expect(html).toContain('Welcome to Members only');
        expect(fieldOf(html, 'email')).toBe(one.address);
      }
      expect(await stateOf(one)).toBe('sent');
      const short = await browser
        .post('/members/register', { token, name: '', password: 'abc' })
        .expect(422);
      expect(short.text).toContain('id="password-problem"');
      expect(short.text).toContain('id="name-problem"');
      expect(short.text).not.toContain('value="abc"');
      const done = await browser
        .post('/members/register', { token, name: 'Gina Rossi', password: NEW_PASSWORD })
        .expect(303);
      expect(done.headers.location).toBe('/members?done=registered');
      const list = await browser.get('/members?done=registered').expect(200);
      expect(list.text).toContain('You are registered and signed in');
      expect(list.text).toContain('Gina Rossi');
    });

    it('says the same of every link that opens nothing', async () => {
      const { one, token } = await invited();
      const used = await invited();
      await accept(used.token);
      await leave(one.id);
      const browser = visitor();
      const answers = [];
      const bodies = new Set<string>();
      for (const typed of [token, used.token, 'x'.repeat(43), 'x', `x\0${'x'.repeat(41)}`]) {
        const answer = await browser.get(page(typed));
        answers.push(answer);
        // The switcher of languages leads to the same address.
        bodies.add(answer.text.replaceAll(`token=${encodeURIComponent(typed)}"`, 'token="'));
      }
      answers.push(
        await browser.post('/members/register', { token, name: 'G', password: NEW_PASSWORD }),
      );
      answers.push(await browser.get(`/second/register?token=${token}`));
      for (const { status, text: html } of answers) {
        expect(status).toBe(410);
        expect(html).toContain('This link does not work any more');
      }
      expect(bodies.size).toBe(1);
    });

    it('offers the ways of the portal, and lets choose where it has both', async () => {
      const { token } = await invited();
      const browser = visitor();
      const both = await browser.get(page(token));
      expect(both.text).toContain('name="password"');
      expect(both.text).toContain('name="links"');
      await setAccess({ magicLink: false });
      const passwords = await browser.get(page(token));
      expect(passwords.text).not.toContain('name="links"');
      const sneaky = { token, name: 'Gina', links: 'yes', password: '' };
      await browser.post('/members/register', sneaky).expect(422);
      await setAccess({ magicLink: true, password: false });
      const links = await browser.get(page(token));
      expect(links.text).not.toContain('name="password"');
      await browser.post('/members/register', { token, name: 'Gina' }).expect(303);
      await setAccess({ magicLink: true, password: true });
    });

    it('signs nobody in by a mailed link where mailed links do not', async () => {
      const { one, token } = await invited();
      await accept(token);
      const { runtime } = booted.services;
      await runtime
        .db('cp_memberships')
        .where({ contact_id: one.key, portal_id: portal.key })
        .delete();
      await invite(one);
      await sendLater();
      await setAccess({ magicLink: false });
      const browser = visitor();
      const second = tokenTo(one);
      expect((await browser.get(page(second)).expect(200)).text).toContain('Sign in and join');
      const done = await browser.post('/members/register', { token: second }).expect(303);
      expect(done.headers.location).toBe('/members/sign-in?done=joined');
      expect(done.headers['set-cookie']).toBeUndefined();
      expect(await standingOf(one)).toBe('registered');
      await setAccess({ magicLink: true });
    });
  });

  describe('the admin’s requests', () => {
    let inviter: AdminClient;
    let reader: AdminClient;
    beforeAll(async () => {
      jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => time);
      inviter = await adminWith(booted, `Ina${database}`, ['members.member-invite']);
      reader = await adminWith(booted, `Rita${database}`, ['members.member-read']);
    });

    it('need the action that each names', async () => {
      const one = await person();
      const at = `/portals/${portal.id}`;
      await reader.get(`${at}/inviting`).expect(200);
      await reader.get(`${at}/invitations`).expect(200);
      for (const [path, body] of [
        ['invitations', { contacts: [one.id] }],
        ['invitations/cancel', { invitations: null }],
        ['invitations/resend', { invitations: [] }],
        ['registration-link', { contact: one.id }],
      ] as const)
        await reader.post(`${at}/${path}`, body).expect(403);
      await reader.put(`${at}/inviting`, { isPaused: true }).expect(403);
      expect(await invitationsOf(one)).toEqual([]);
      const none = `/portals/${'z'.repeat(24)}`;
      await inviter.get(`${none}/inviting`).expect(404);
      await inviter.post(`${none}/invitations`, { contacts: [one.id] }).expect(404);
      await inviter.post(`${none}/registration-link`, { contact: one.id }).expect(404);
      await inviter.post(`${at}/registration-link`, { contact: 'z'.repeat(24) }).expect(404);
    });

    it('refuse what is no input, and write nothing of it', async () => {
      const at = `/portals/${portal.id}`;
      for (const body of [
        {},
        { contacts: 'all' },
        { contacts: ['x\0'] },
        { contacts: Array.from({ length: 501 }, () => 'a'.repeat(24)) },
        { contacts: null, confirmed: 'yes' },
      ])
        await inviter.post(`${at}/invitations`, body).expect(400);
      await inviter.post(`${at}/invitations/resend`, { invitations: null }).expect(400);
      await inviter.put(`${at}/inviting`, { isPaused: 'x' }).expect(400);
      await inviter.get(`${at}/invitations?state=nothing`).expect(400);
      await inviter.get(`${at}/invitations?cursor=%00`).expect(200);
    });

    it('list by state, name and page', async () => {
      const people = [];
      for (let at = 0; at < 27; at += 1) people.push(await person());
      const at = `/portals/${portal.id}`;
      await inviter
        .post(`${at}/invitations`, { contacts: people.map(({ id }) => id) })
        .expect(200, { done: 27, left: [] });
      const first = await inviter.get(`${at}/invitations?state=pending`).expect(200);
      expect(first.body.rows).toHaveLength(25);
      expect(first.body.rows[0]).toMatchObject({
        state: 'pending',
        kind: 'mail',
        by: `Ina${database} Berg`,
      });
      const second = await inviter
        .get(`${at}/invitations?state=pending&cursor=${String(first.body.nextCursor)}`)
        .expect(200);
      expect(second.body.rows.length).toBeGreaterThanOrEqual(2);
      const ids = [...first.body.rows, ...second.body.rows].map(({ id }: { id: string }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const found = await inviter.get(
        `${at}/invitations?q=${encodeURIComponent(`Guest ${count}`)}`,
      );
      expect(found.body.rows).toMatchObject([{ contact: { id: people.at(-1)?.id } }]);
    });
  });
});
