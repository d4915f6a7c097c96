import { createRegistrationLimits } from '../../server/services/registration-limits';
import { sha256 } from '../../server/services/runtime';
import type { AdminActor, PortalRecord } from '../../server/services/types';
import { newId, number, select, text, type Row } from '../../server/store/connection';
import { countWaitingForApproval } from '../../server/store/registration';
import { stopBackground } from '../support/background';
import { fieldOf, visitorOf } from '../support/browserless';
import { foundCompany, ORIGIN, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { setSelfRegistration, type SomeAccess } from '../support/portal-access';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const HOUR = 60 * 60 * 1000;
const NEW_PASSWORD = 'Loud-whistle-41';
const PLENTY = { address: 1000, ip: 10_000, portal: 10_000, total: 10_000 };
const MARA: AdminActor = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set(['member-edit', 'contact-edit', 'contact-read', 'portal-edit']),
};

describe.each(DATABASES)('registration on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let portal: PortalRecord;
  let second: PortalRecord;
  let count = 0;

  beforeAll(async () => {
    booted = await bootStrapi({ database, pluginConfig: { registrationMails: PLENTY } });
    company = await foundCompany(booted);
    ({ portal } = company);
    await stopBackground(booted);
    const { portals, siteMap } = booted.services;
    const { key } = await portals.createPortal({
      name: 'Second one',
      domainKey: portal.domain.key,
      slug: 'second',
      inboxKey: company.inboxKey,
      settings: { access: { control: 'self-registration' } },
    });
    await siteMap.refresh();
    second = siteMap.portalByKey(key) as PortalRecord;
  });
  afterAll(() => booted?.destroy());
  beforeEach(() => setAccess({}));
  afterEach(() => {
    jest.restoreAllMocks();
    booted.services.runtime.config.captcha = null;
  });

  const db = () => booted.services.runtime.db;
  const newAddress = (domain = 'guest.example') => `guest${(count += 1)}@${domain}`;

  const setAccess = async (access: SomeAccess) => {
    portal = await setSelfRegistration(booted, portal.key, access);
  };

  /** What a form says of when it was shown, so many ms ago. */
  function stampOf(age: number): string {
    const { runtime, registration } = booted.services;
    const now = runtime.now() - age;
    const clock = jest.spyOn(runtime, 'now').mockReturnValue(now);
    const stamp = registration.stampAfter('');
    clock.mockRestore();
    return stamp;
  }

  type Asked = Parameters<Booted['services']['registration']['ask']>[0];
  const ask = (address: string, some: Partial<Asked> = {}) =>
    booted.services.registration.ask({
      portal,
      address,
      language: 'en',
      stamp: stampOf(5000),
      isBot: false,
      isWithoutCaptcha: false,
      fields: {},
      ip: '127.0.0.9',
      ...some,
    });

  const mailsTo = async (address: string): Promise<Row[]> => {
    await booted.services.outboxWorker.drain();
    return select(db(), 'SELECT * FROM cp_outbox WHERE to_address = ? ORDER BY created_at, id', [
      address,
    ]);
  };
  const tokenIn = (mail: Row | undefined) => /token=([\w-]{43})/.exec(text(mail?.body))?.[1] ?? '';
  async function tokenFor(address: string, some: Partial<Asked> = {}): Promise<string> {
    expect(await ask(address, some)).toEqual({ outcome: 'asked' });
    return tokenIn((await mailsTo(address.trim().toLowerCase())).at(-1));
  }

  const finish = (token: string, some: { at?: PortalRecord; password?: string | null } = {}) =>
    booted.services.registration.finish({
      portal: some.at ?? portal,
      token,
      name: 'Gina Guest',
      password: some.password === undefined ? NEW_PASSWORD : some.password,
      language: 'en',
      origin: { ip: '127.0.0.9', userAgent: 'test', previousToken: '', deviceToken: '' },
    });
  async function enteredBy(token: string) {
    const finished = await finish(token);
    if (finished.outcome !== 'entered') throw new Error(finished.outcome);
    const session = await booted.services.sessions.find(finished.token, portal);
    if (!session) throw new Error('There is no session');
    return session;
  }
  const signIn = (address: string, password = NEW_PASSWORD, at = portal) =>
    booted.services.signIn.withPassword({
      portal: at,
      address,
      password,
      remember: false,
      ip: '127.0.0.6',
      userAgent: 'test',
    });
  const contactOf = async (address: string): Promise<Row | undefined> =>
    (
      await select(
        db(),
        `SELECT c.*, a.is_membership, a.verified_at FROM cp_contact_addresses a JOIN cp_contacts c ON c.id = a.contact_id WHERE a.address = ?`,
        [address],
      )
    )[0];
  const standingOf = async (contactKey: unknown, at = portal): Promise<string> =>
    text(
      (
        await select(
          db(),
          'SELECT state FROM cp_memberships WHERE contact_id = ? AND portal_id = ?',
          [number(contactKey), at.key],
        )
      )[0]?.state,
    );
  const actionsOf = async (id: unknown): Promise<string[]> =>
    (
      await select(db(), 'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id', [
        text(id),
      ])
    ).map((row) => text(row.action));

  describe('somebody new', () => {
    it('confirms the address, gets a contact with an account, and is in', async () => {
      const address = newAddress('harbour.example');
      const token = await tokenFor(` ${address.toUpperCase()} `);
      expect(await contactOf(address)).toBeUndefined();
      expect(await booted.services.registration.find(portal, token)).toEqual({
        address,
        name: '',
        way: 'register',
      });
      const session = await enteredBy(token);
      expect(session).toMatchObject({ name: 'Gina Guest', address, method: 'registration' });
      // By the domain of the proven address.
      expect(session.viewer.primaryCompanyKey).toBeGreaterThan(0);
      const contact = await contactOf(address);
      expect(number(contact?.verified_at)).toBeGreaterThan(0);
      expect(await standingOf(contact?.id)).toBe('registered');
      expect(await actionsOf(contact?.document_id)).toEqual(
        expect.arrayContaining(['contact.registered', 'session.started']),
      );
      expect((await signIn(address)).outcome).toBe('signed-in');
      expect((await signIn(address, 'Plain-lantern-93')).outcome).toBe('refused');
      const [account] = await select(
        db(),
        `SELECT u.username, r.type FROM up_users u JOIN up_users_role_lnk l ON l.user_id = u.id
         JOIN up_roles r ON r.id = l.role_id WHERE u.email = ?`,
        [address],
      );
      expect(account?.type).toBe('portal-customer');
      expect(text(account?.username)).toMatch(/^portal-[0-9a-f]{24}$/);
    });

    it('may do without a password, and is mailed links', async () => {
      const address = newAddress();
      expect((await finish(await tokenFor(address), { password: null })).outcome).toBe('entered');
      expect((await signIn(address, '')).outcome).toBe('refused');
    });

    it('attack 24: the link is hashed at rest, works once, for a day, at one portal, for one purpose, and only while registration is open', async () => {
      const address = newAddress();
      const token = await tokenFor(address);
      const stored = JSON.stringify(await db()('cp_one_time_tokens').select('*'));
      expect(stored).not.toContain(token);
      expect((await finish(token, { at: second })).outcome).toBe('closed');
      expect(await booted.services.passwords.isResetOpen(portal, token)).toBe(false);
      for (const wrong of ['', token.slice(1), `${token}x`, token.replace(/.$/, '%'), '\0'])
        expect((await finish(wrong)).outcome).toBe('closed');

      await setAccess({ control: 'access-groups' });
      expect(await booted.services.registration.find(portal, token)).toBeNull();
      expect((await finish(token)).outcome).toBe('closed');
      await setAccess({ registration: { deniedDomains: ['guest.example'] } });
      expect((await finish(token)).outcome).toBe('closed');
      await setAccess({ registration: { allowedDomains: ['harbour.example'] } });
      expect((await finish(token)).outcome).toBe('closed');
      await setAccess({});
      const later = booted.services.runtime.now() + 24 * HOUR;
      const clock = jest.spyOn(booted.services.runtime, 'now').mockReturnValue(later);
      expect((await finish(token)).outcome).toBe('closed');
      clock.mockRestore();
      // Opening it, however often, uses nothing up: scanners of mail do that.
      for (let times = 0; times < 3; times += 1)
        expect(await booted.services.registration.find(portal, token)).not.toBeNull();
      expect((await finish(token)).outcome).toBe('entered');
      expect((await finish(token)).outcome).toBe('closed');
    });

    it('is made once, however often two links of one address are used at the same time', async () => {
      const address = newAddress();
      const tokens = [await tokenFor(address)];
      // A waiting mail takes a second request in, so the first one has left.
      tokens.push(await tokenFor(address));
      expect(new Set(tokens).size).toBe(2);
      const answers = await Promise.all([...tokens, ...tokens].map((token) => finish(token)));
      expect(answers.filter(({ outcome }) => outcome === 'entered')).toHaveLength(1);
      expect(answers.filter(({ outcome }) => outcome === 'closed')).toHaveLength(3);
      const accounts = await select(db(), 'SELECT id FROM up_users WHERE email = ?', [address]);
      expect(accounts).toHaveLength(1);
    });
  });

  describe('somebody who wrote before', () => {
    /** A ticket of Ana's in which a contact without account takes part. */
    async function writtenBy(contact: { key: number }): Promise<string> {
      const ana = await viewerOf(booted, company, 'ana@harbour.example');
      const { id } = await booted.services.customerTickets.create(ana, {
        subject: 'Both of us',
        body: 'x',
        files: [],
        submissionKey: newId(),
      });
      const [row] = await select(
        db(),
        'SELECT p.* FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id WHERE t.document_id = ?',
        [id],
      );
      await db()('cp_participants').insert({
        ...row,
        id: undefined,
        document_id: newId(),
        contact_id: contact.key,
      });
      return id;
    }

    it('finds those tickets, and keeps the name that he has', async () => {
      const address = newAddress();
      const contact = await booted.services.people.createContact({ name: 'Written Walt', address });
      const ticket = await writtenBy(contact);
      const token = await tokenFor(address);
      expect(await booted.services.registration.find(portal, token)).toMatchObject({
        name: 'Written Walt',
        way: 'register',
      });
      const session = await enteredBy(token);
      expect(session.name).toBe('Written Walt');
      expect(session.viewer.contactId).toBe(contact.id);
      const found = await booted.services.customerTickets.find(session.viewer, ticket, 'en');
      expect(found?.subject).toBe('Both of us');
    });

    it('signs in by the address that he proved, and by no other one of his', async () => {
      const first = newAddress();
      const other = newAddress();
      const { key } = await booted.services.people.createContact({
        name: 'Two Ways',
        address: first,
      });
      await db()('cp_contact_addresses').insert({
        document_id: newId(),
        contact_id: key,
        address: other,
        address_hash: sha256(other),
        email_domain: 'guest.example',
        filter_words: '',
        is_primary: false,
        is_membership: false,
        verified_at: 0,
      });
      expect((await finish(await tokenFor(other))).outcome).toBe('entered');
      expect((await signIn(other)).outcome).toBe('signed-in');
      expect((await signIn(first)).outcome).toBe('refused');
      expect(await contactOf(other)).toMatchObject({ id: key });
      expect(number((await contactOf(other))?.verified_at)).toBeGreaterThan(0);
    });

    it('gets nobody else’s: the link proves the address that it was mailed to, and none that is sent with it', async () => {
      const victim = newAddress();
      const contact = await booted.services.people.createContact({
        name: 'Victim',
        address: victim,
      });
      const own = newAddress();
      const token = await tokenFor(own);
      const visitor = visitorOf(booted);
      await visitor
        .post('/support/register', { token, email: victim, name: 'X Y', password: NEW_PASSWORD })
        .expect(303);
      expect((await contactOf(own))?.user_id).not.toBeNull();
      expect((await contactOf(victim))?.user_id).toBeNull();
      expect(await standingOf(contact.key)).toBe('');
    });

    it('is let in by a link only as long as nobody shut him out', async () => {
      const address = newAddress();
      const contact = await booted.services.people.createContact({ name: 'Shut Out', address });
      const token = await tokenFor(address);
      await db()('cp_contacts').where({ id: contact.key }).update({ trashed_at: 1 });
      expect((await finish(token)).outcome).toBe('closed');
      await db()('cp_contacts').where({ id: contact.key }).update({ trashed_at: 0 });
      await db()('cp_memberships').insert({
        document_id: newId(),
        contact_id: contact.key,
        portal_id: portal.key,
        state: 'disabled',
      });
      expect((await finish(token)).outcome).toBe('closed');
      expect((await contactOf(address))?.user_id).toBeNull();
    });
  });

  describe('what is mailed', () => {
    it('attack 21: holds nothing that anybody typed, and goes to the address alone', async () => {
      const address = newAddress();
      const typed = 'BUY NOW https://spam.example';
      await ask(address, { fields: { name: typed, email: address, subject: typed } });
      const mails = await mailsTo(address);
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatchObject({ template: 'confirm-address', state: 'shown' });
      expect(JSON.stringify(mails)).not.toContain('spam.example');
      expect(text(mails[0]?.body)).toContain(`${ORIGIN}/support/register?token=`);
      for (const wrong of [
        `${address}\r\nBcc: x@y.example`,
        `a@b.example,${address}`,
        `<${address}>`,
      ])
        expect(await ask(wrong)).toEqual({ outcome: 'no-address' });
    });

    it('attack 21: no more than a few mails an hour to one address, however many ask from wherever, also after a restart', async () => {
      const address = newAddress();
      for (let times = 0; times < 9; times += 1) {
        await ask(address, { ip: `127.0.1.${times}` });
        await booted.services.outboxWorker.drain();
      }
      expect(await mailsTo(address)).toHaveLength(5);
    });

    it('attack 21: caps by address, IP, portal and in all, the IP’s before anything is looked up', async () => {
      const { runtime } = booted.services;
      const limitsOf = (some: Partial<typeof PLENTY>) =>
        createRegistrationLimits({
          ...runtime,
          config: { ...runtime.config, registrationMails: { ...PLENTY, ...some } },
        });
      const byIp = limitsOf({ ip: 4 });
      for (let times = 0; times < 4; times += 1)
        expect(await byIp.takeIp('1.1.1.1', false)).toBe(0);
      expect(await byIp.takeIp('1.1.1.1', false)).toBeGreaterThan(HOUR / 2);
      expect(await byIp.takeIp('1.1.1.2', true)).toBe(0);
      expect(await byIp.takeIp('1.1.1.2', true)).toBeGreaterThan(0);
      const byAddress = limitsOf({ address: 1 });
      expect(await byAddress.takeMail('a@b.example', 1, false)).toBe(0);
      expect(await byAddress.takeMail('a@b.example', 2, false)).toBeGreaterThan(0);
      expect(await byAddress.takeMail('c@b.example', 2, false)).toBe(0);
      const byPortal = limitsOf({ portal: 2 });
      expect(await byPortal.takeMail('a@b.example', 1, false)).toBe(0);
      expect(await byPortal.takeMail('b@b.example', 1, false)).toBe(0);
      expect(await byPortal.takeMail('c@b.example', 1, false)).toBeGreaterThan(0);
      expect(await byPortal.takeMail('d@b.example', 2, false)).toBe(0);
      const inAll = limitsOf({ total: 1 });
      expect(await inAll.takeMail('a@b.example', 1, false)).toBe(0);
      expect(await inAll.takeMail('b@b.example', 2, false)).toBeGreaterThan(0);
    });

    it('tells a member to sign in, with a link that opens nothing by itself', async () => {
      await ask('ben@harbour.example');
      const mail = (await mailsTo('ben@harbour.example')).at(-1);
      expect(mail?.template).toBe('known-address');
      expect(text(mail?.body)).toContain(`${ORIGIN}/support/sign-in`);
      expect(tokenIn(mail)).toBe('');
    });

    it('says of a domain openly that it may not register, and mails nothing', async () => {
      await setAccess({
        registration: { allowedDomains: ['bücher.example'], deniedDomains: ['spam.example'] },
      });
      for (const address of ['a@spam.example', 'a@mail.spam.example', 'a@harbour.example']) {
        expect(await ask(address)).toEqual({ outcome: 'denied-domain' });
        expect(await mailsTo(address)).toHaveLength(0);
      }
      expect(await ask('kim@xn--bcher-kva.example')).toEqual({ outcome: 'asked' });
    });

    it('is nothing for programs that fill in the hidden field, and asks for a form that comes too soon or too late once more', async () => {
      const address = newAddress();
      expect(await ask(address, { isBot: true })).toEqual({ outcome: 'asked' });
      const { stampAfter } = booted.services.registration;
      for (const stamp of ['', stampAfter(''), stampOf(25 * HOUR), `${stampOf(5000)}x`, 'a.b'])
        expect(await ask(address, { stamp })).toEqual({ outcome: 'again' });
      const forged = stampOf(5000).replace(/^./, (first) => (first === 'm' ? 'l' : 'm'));
      expect(await ask(address, { stamp: forged })).toEqual({ outcome: 'again' });
      expect(await mailsTo(address)).toHaveLength(0);
      const early = stampAfter('');
      // Whoever was too fast waits for the rest, not from the beginning.
      expect(stampAfter(early)).toBe(early);
    });
  });

  it('takes many at once, known and unknown ones', async () => {
    const addresses = ['ana@harbour.example', 'ben@harbour.example', 'dora@lime.example'];
    const all = [...addresses, ...Array.from({ length: 9 }, () => newAddress())];
    const answers = await Promise.all(
      all.map((address, at) => ask(address, { isBot: at % 3 === 0, stamp: stampOf(5000) })),
    );
    expect(answers).toEqual(all.map(() => ({ outcome: 'asked' })));
    const tokens: string[] = [];
    for (const address of all.slice(3))
      tokens.push(/token=([\w-]{43})/.exec(text((await mailsTo(address)).at(-1)?.body))?.[1] ?? '');
    const entered = await Promise.all(tokens.filter(Boolean).map((token) => finish(token)));
    expect(entered.map(({ outcome }) => outcome)).toEqual(entered.map(() => 'entered'));
    expect(entered.length).toBeGreaterThan(4);
  });

  it('attack 25: every address costs the same statements and gets the same answer', async () => {
    const { people } = booted.services;
    const withoutAccount = newAddress();
    await people.createContact({ name: 'No Account', address: withoutAccount });
    const disabled = newAddress();
    const shut = await people.createContact({
      name: 'Disabled',
      address: disabled,
      password: PASSWORD,
    });
    await db()('cp_memberships').insert({
      document_id: newId(),
      contact_id: shut.key,
      portal_id: portal.key,
      state: 'disabled',
    });
    const elsewhere = newAddress();
    await people.createContact({
      name: 'Elsewhere',
      address: elsewhere,
      password: PASSWORD,
      portalKeys: [second.key],
    });
    const ofSite = newAddress();
    await db()('up_users').insert({
      document_id: newId(),
      username: ofSite,
      email: ofSite,
      provider: 'local',
      confirmed: true,
      blocked: false,
    });
    const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
      const seen: string[] = [];
      const note = ({ sql }: { sql: string }) =>
        void (
          sql.includes("name IN ('version:site'") ||
          sql.includes('next_try_at <=') ||
          seen.push(sql)
        );
      db().on('query', note);
      await work();
      db().removeListener('query', note);
      return seen;
    };
    const answers: unknown[] = [];
    const asked = (address: string, isBot = false) =>
      statementsOf(async () => answers.push(await ask(address, { isBot })));
    await asked(newAddress());
    const unknown = await asked(newAddress());
    expect(unknown.length).toBeGreaterThan(5);
    for (const address of [withoutAccount, disabled, elsewhere, ofSite, 'cleo@harbour.example'])
      expect(await asked(address)).toEqual(unknown);
    expect(await asked(newAddress(), true)).toEqual(unknown);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"outcome":"asked"}']),
    );
    expect(await mailsTo(disabled)).toHaveLength(0);
    const left = await select(
      db(),
      "SELECT purpose FROM cp_one_time_tokens WHERE purpose = 'nothing'",
    );
    expect(left).toHaveLength(0);
    const nobody = await select(db(), "SELECT id FROM cp_outbox WHERE to_address = ''");
    expect(nobody).toHaveLength(0);
  });

  describe('approval', () => {
    beforeEach(() => setAccess({ registration: { needsApproval: true } }));
    const approval = () => booted.services.registrationApproval;

    async function waiting(): Promise<{ address: string; id: string; key: number }> {
      const address = newAddress();
      expect(await finish(await tokenFor(address))).toEqual({ outcome: 'waiting' });
      const contact = await contactOf(address);
      return { address, id: text(contact?.document_id), key: number(contact?.id) };
    }

    it('keeps everybody out until an admin approves, and says so by mail', async () => {
      const before = await countWaitingForApproval(db(), portal.key);
      const guest = await waiting();
      expect(await standingOf(guest.key)).toBe('waiting');
      expect((await signIn(guest.address)).outcome).toBe('waiting');
      expect(await countWaitingForApproval(db(), portal.key)).toBe(before + 1);
      const reader = { ...MARA, can: new Set(['member-read']) };
      await expect(approval().approve(reader, portal.id, [guest.id])).rejects.toThrow('Forbidden');
      expect(await approval().approve(MARA, newId(), [guest.id])).toBeNull();
      expect(await approval().approve(MARA, portal.id, [guest.id, newId()])).toMatchObject({
        done: 1,
        left: [{ reason: 'There is no such contact.' }],
      });
      expect((await signIn(guest.address)).outcome).toBe('signed-in');
      const mail = (await mailsTo(guest.address)).at(-1);
      expect(mail?.template).toBe('registration-approved');
      expect(text(mail?.body)).toContain('Hello Gina Guest');
      expect(await actionsOf(guest.id)).toContain('membership.approved');
      expect((await approval().approve(MARA, portal.id, [guest.id]))?.left).toHaveLength(1);
    });

    it('declines: the membership goes, the person stays, and waits again when he registers again', async () => {
      const guest = await waiting();
      expect(await approval().decline(MARA, portal.id, [guest.id])).toEqual({ done: 1, left: [] });
      expect(await standingOf(guest.key)).toBe('');
      expect((await signIn(guest.address)).outcome).toBe('refused');
      expect((await mailsTo(guest.address)).at(-1)?.template).toBe('registration-declined');
      expect(await actionsOf(guest.id)).toContain('membership.declined');
      const token = await tokenFor(guest.address);
      expect(await booted.services.registration.find(portal, token)).toMatchObject({ way: 'join' });
      expect(await finish(token)).toEqual({ outcome: 'waiting' });
    });

    it('is decided once, by whoever comes first', async () => {
      const guest = await waiting();
      const answers = await Promise.all([
        approval().approve(MARA, portal.id, [guest.id]),
        approval().decline(MARA, portal.id, [guest.id]),
        approval().approve(MARA, portal.id, [guest.id]),
      ]);
      expect(answers.reduce((sum, answer) => sum + (answer?.done ?? 0), 0)).toBe(1);
    });

    it('does not ask about whoever an admin let in before: the invited, and members of the groups', async () => {
      const invited = newAddress();
      const one = await booted.services.people.createContact({ name: 'Invited', address: invited });
      await db()('cp_memberships').insert({
        document_id: newId(),
        contact_id: one.key,
        portal_id: portal.key,
        state: 'invited',
      });
      expect((await finish(await tokenFor(invited))).outcome).toBe('entered');
      const grouped = newAddress();
      const two = await booted.services.people.createContact({ name: 'Grouped', address: grouped });
      const group = await booted.services.accessGroups.define({
        name: `Group ${newId()}`,
        portalKeys: [portal.key],
      });
      await db()('cp_access_group_members').insert({
        document_id: newId(),
        group_id: group.key,
        contact_id: two.key,
      });
      expect((await finish(await tokenFor(grouped))).outcome).toBe('entered');
    });
  });

  describe('several portals', () => {
    it('lets a member of one come into another by a press, without a second account', async () => {
      const address = newAddress();
      await enteredBy(await tokenFor(address));
      expect(
        (await finish(await tokenFor(address, { portal: second }), { at: second })).outcome,
      ).toBe('entered');
      const accounts = await select(db(), 'SELECT id FROM up_users WHERE email = ?', [address]);
      expect(accounts).toHaveLength(1);
      expect((await signIn(address, NEW_PASSWORD, second)).outcome).toBe('signed-in');
    });

    it('signs nobody in by that link where links by mail do not', async () => {
      const address = newAddress();
      await finish(await tokenFor(address, { portal: second }), { at: second });
      await setAccess({ magicLink: false });
      expect(await finish(await tokenFor(address))).toEqual({ outcome: 'joined' });
      expect((await signIn(address)).outcome).toBe('signed-in');
    });
  });

  describe('access groups beside self-registration', () => {
    it('keep nobody out, and do again as soon as they decide', async () => {
      const { accessGroups, sessions, portalSettings } = booted.services;
      const group = await accessGroups.define({ name: `Narrow ${newId()}` });
      await setAccess({ groups: [group.id] });
      const address = newAddress();
      const finished = await finish(await tokenFor(address));
      const token = finished.outcome === 'entered' ? finished.token : '';
      expect(await sessions.find(token, portal)).not.toBeNull();
      expect((await signIn(address)).outcome).toBe('signed-in');
      const access = { ...portal.settings.access, groups: [group.id] };
      await expect(
        portalSettings.save(MARA, portal.id, 'access', { ...access, control: 'access-groups' }),
      ).rejects.toMatchObject({ details: { errors: [{ path: ['confirmed'] }] } });
      await setAccess({ groups: [group.id], control: 'access-groups' });
      expect(await sessions.find(token, portal)).toBeNull();
      expect((await signIn(address)).outcome).toBe('refused');
    });
  });

  describe('a captcha', () => {
    const captchaOf = (verify: () => boolean | Promise<boolean>) => ({
      verify: jest.fn(verify),
      widget: {
        scriptUrl: 'https://captcha.example/api.js?render=1',
        className: 'a-captcha',
        siteKey: 'key-1',
        origins: ['https://frames.captcha.example/x'],
      },
    });

    it('is asked with the fields and the IP; no answer, an error and too late an answer are no', async () => {
      const { config } = booted.services.runtime;
      const captcha = (config.captcha = captchaOf(() => true));
      const address = newAddress();
      const fields = { email: address, 'a-captcha-response': 'solved' };
      expect(await ask(address, { fields })).toEqual({ outcome: 'asked' });
      expect(captcha.verify).toHaveBeenCalledWith(fields, '127.0.0.9');
      for (const verify of [
        () => false,
        () => Promise.reject(new Error('down')),
        () => 'yes' as unknown as boolean,
      ]) {
        config.captcha = captchaOf(verify);
        expect(await ask(newAddress())).toEqual({ outcome: 'no-person' });
      }
      jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'Date', 'performance'] });
      config.captcha = captchaOf(() => new Promise<boolean>(() => undefined));
      const late = ask(newAddress());
      for (let turns = 0; turns < 20; turns += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        jest.advanceTimersByTime(1000);
      }
      expect(await late).toEqual({ outcome: 'no-person' });
      jest.useRealTimers();
    });

    it('has a way without it, of fewer mails', async () => {
      const captcha = (booted.services.runtime.config.captcha = captchaOf(() => false));
      const address = newAddress();
      expect(await ask(address, { isWithoutCaptcha: true })).toEqual({ outcome: 'asked' });
      expect(captcha.verify).not.toHaveBeenCalled();
      expect(await mailsTo(address)).toHaveLength(1);
    });

    it('adds its origins to the policy of its page, and to no other', async () => {
      booted.services.runtime.config.captcha = captchaOf(() => true);
      const visitor = visitorOf(booted);
      const page = await visitor.get('/support/register').expect(200);
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain(
        "script-src 'self' https://captcha.example https://frames.captcha.example;",
      );
      expect(policy).toContain('frame-src https://captcha.example https://frames.captcha.example');
      expect(policy).not.toContain('unsafe');
      expect(page.text).toContain('<div class="a-captcha" data-sitekey="key-1">');
      expect(page.text).toContain('src="https://captcha.example/api.js?render=1"');
      const without = await visitor.get('/support/register?way=mail').expect(200);
      expect(without.text).not.toContain('captcha.example');
      for (const other of [without, await visitor.get('/support/sign-in')])
        expect(other.headers['content-security-policy']).not.toContain('captcha.example');
    });
  });

  describe('the pages', () => {
    it('are a form, one answer for all, and the account behind the link; GET changes nothing', async () => {
      const visitor = visitorOf(booted);
      const form = await visitor.get('/support/register').expect(200);
      expect(form.headers['cache-control']).toBe('private, no-store');
      const email = newAddress();
      const stamp = stampOf(5000);
      expect(fieldOf(form.text, 'stamp')).not.toBe('');
      const sent = await visitor
        .post('/support/register', { email, stamp, website: '' })
        .expect(303);
      expect(sent.headers.location).toBe('/support/register?done=asked');
      const known = await visitor
        .post('/support/register', { email: 'ana@harbour.example', stamp, website: '' })
        .expect(303);
      expect(known.headers.location).toBe(sent.headers.location);
      const answered = await visitor.get('/support/register?done=asked').expect(200);
      expect(answered.text).toContain('Look into your mailbox');
      expect(answered.text).not.toContain(email);
      const token = tokenIn((await mailsTo(email)).at(-1));
      for (let times = 0; times < 2; times += 1) {
        const page = await visitor.get(`/support/register?token=${token}`).expect(200);
        expect(page.text).toContain(email);
        expect(page.headers['referrer-policy']).toBe('same-origin');
      }
      const weak = await visitor
        .post('/support/register', { token, name: 'Gina Guest', password: 'short' })
        .expect(422);
      expect(weak.text).toContain('id="password-problem"');
      expect(weak.text).toContain('value="Gina Guest"');
      const entered = await visitor
        .post('/support/register', { token, name: 'Gina Guest', password: NEW_PASSWORD })
        .expect(303);
      expect(entered.headers.location).toMatch(/^\/support/);
      await visitor.get('/support').expect(200);
      await visitorOf(booted).get(`/support/register?token=${token}`).expect(410);
      await visitorOf(booted)
        .post('/support/register', { token, name: 'Other', password: NEW_PASSWORD })
        .expect(410);
    });

    it('refuse a form of another origin', async () => {
      await visitorOf(booted)
        .raw('post', '/support/register')
        .set('Origin', 'https://evil.example')
        .type('form')
        .send({ email: newAddress(), stamp: stampOf(5000) })
        .expect(403);
    });

    it('are not there where nobody registers by himself', async () => {
      await setAccess({ control: 'access-groups' });
      const visitor = visitorOf(booted);
      await visitor.get('/support/register').expect(404);
      await visitor
        .post('/support/register', { email: newAddress(), stamp: stampOf(5000) })
        .expect(404);
      expect((await visitor.get('/support/sign-in').expect(200)).text).not.toContain('/register');
      await setAccess({});
      expect((await visitor.get('/support/sign-in').expect(200)).text).toContain(
        '/support/register',
      );
    });

    it('say beside the field what is wrong, take anything, and ask to wait after many tries', async () => {
      const visitor = visitorOf(booted);
      const post = (fields: Record<string, string>) => visitor.post('/support/register', fields);
      const stamp = stampOf(5000);
      for (const email of ['', 'nobody', 'a@b', `${'x'.repeat(5000)}@b.example`, '\0@\0'])
        expect((await post({ email, stamp }).expect(422)).text).toContain('id="email-problem"');
      await post({ email: `a\0b${newAddress()}`, stamp, website: '\0' }).expect(303);
      await setAccess({ registration: { deniedDomains: ['spam.example'] } });
      const denied = await post({ email: 'a@spam.example', stamp }).expect(422);
      expect(denied.text).toContain('cannot register here');
      const again = await post({ email: newAddress(), stamp: 'x' }).expect(422);
      expect(again.text).toContain('send it once more');
    });

    it('wait for approval calmly, and begin no session', async () => {
      await setAccess({ registration: { needsApproval: true } });
      const visitor = visitorOf(booted);
      const token = await tokenFor(newAddress());
      const sent = await visitor
        .post('/support/register', { token, name: 'Gina Guest', password: NEW_PASSWORD })
        .expect(303);
      expect(sent.headers['set-cookie']).toBeUndefined();
      const page = await visitor.get(String(sent.headers.location)).expect(200);
      expect(page.text).toContain('Your registration waits for approval');
      await visitor.get('/support').expect(303);
    });
  });
});
