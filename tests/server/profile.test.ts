import type { AccessSettings } from '../../server/contracts/portal-settings';
import { isProven } from '../../server/services/proofs';
import { sha256 } from '../../server/services/runtime';
import { fingerprintOf } from '../../server/services/sessions';
import type {
  AdminActor,
  AgentActor,
  CustomerSession,
  PortalRecord,
} from '../../server/services/types';
import { number, select, selectOne, text, yes } from '../../server/store/connection';
import { stopBackground } from '../support/background';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const IP = '192.0.2.7';
const OTHER_PASSWORD = 'Loud-whistle-41';
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['portal-read', 'portal-edit', 'contact-read', 'contact-edit']),
};

describe.each(DATABASES)('profiles on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let other: PortalRecord;
  let now: number;
  let made = 0;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 500, ip: 5000 } },
    });
    // Each test sends what it wants to be sent.
    await stopBackground(booted);
    company = await foundCompany(booted);
    const { portals, siteMap } = booted.services;
    const { key } = await portals.createPortal({
      name: 'Orchard support',
      domainKey: company.portal.domain.key,
      slug: 'orchard',
      inboxKey: company.inboxKey,
    });
    const found = siteMap.portalByKey(key);
    if (!found) throw new Error('no portal');
    other = found;
  });
  afterAll(() => booted?.destroy());
  beforeEach(() => {
    now = Date.now();
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  const db = () => booted.services.runtime.db;
  const portal = () => {
    const found = booted.services.siteMap.portalByKey(company.portalKey);
    if (!found) throw new Error('no portal');
    return found;
  };
  const setAccess = (access: Partial<AccessSettings>) =>
    booted.services.portalSettings.save(MARA, portal().id, 'access', {
      ...portal().settings.access,
      ...access,
    });

  /** Somebody new, who is a member of both portals. */
  async function person(name = 'Vera Lind'): Promise<{ id: string; key: number; address: string }> {
    made += 1;
    const address = `vera.${made}@lime.example`;
    const contact = await booted.services.people.createContact({
      name,
      address,
      password: PASSWORD,
      portalKeys: [company.portalKey, other.key],
    });
    return { ...contact, address };
  }
  const enter = async (address: string, password = PASSWORD, where = portal()) => {
    const answer = await booted.services.signIn.withPassword({
      portal: where,
      address,
      password,
      remember: false,
      ip: IP,
      userAgent: 'test',
    });
    return answer.outcome === 'signed-in' ? answer.token : '';
  };
  const find = (token: string) => booted.services.sessions.find(token, portal());
  async function sessionOf(token: string): Promise<CustomerSession> {
    const session = await find(token);
    if (!session) throw new Error('no session');
    return session;
  }
  const sessionAt = async (address: string) => sessionOf(await enter(address));
  const looking = (session: CustomerSession): CustomerSession => ({
    ...session,
    viewer: { ...session.viewer, isReadOnly: true },
  });
  /** A session of somebody who signs in by mail alone. */
  async function withoutPassword({ key, address }: { key: number; address: string }) {
    const token = await enter(address);
    const contact = await selectOne(db(), 'SELECT user_id FROM cp_contacts WHERE id = ?', [key]);
    const user = { id: number(contact?.user_id) };
    await db()('up_users').where(user).update({ password: null });
    const fingerprint = fingerprintOf({ password: null, email: address, blocked: false });
    await db()('cp_sessions').where({ contact_id: key }).update({ fingerprint });
    return token;
  }

  const payloads = async (template: string, to: string) =>
    (
      await select(
        db(),
        'SELECT payload FROM cp_outbox WHERE template = ? AND to_address = ? ORDER BY created_at, id',
        [template, to],
      )
    ).map(({ payload }) => JSON.parse(text(payload)) as { token?: string; code?: string });
  const secret = async (template: string, to: string) => {
    const last = (await payloads(template, to)).at(-1);
    return last?.token ?? last?.code ?? '';
  };
  const actionsOf = async ({ id }: { id: string }) =>
    (
      await select(db(), 'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id', [id])
    ).map(({ action }) => text(action));

  describe('attack 30: what asks again who it is', () => {
    it('attack 30: is proven for ten minutes by the sign-in, then by the password, which few guesses find', async () => {
      const { proofs } = booted.services;
      const vera = await person();
      const token = await enter(vera.address);
      expect(isProven(await sessionOf(token), now)).toBe(true);
      now += 10 * MINUTE;
      const session = await sessionOf(token);
      expect(isProven(session, now)).toBe(false);
      expect(await proofs.withPassword(session, 'wrong', IP)).toEqual({ outcome: 'wrong' });
      expect(await proofs.withPassword(session, '', IP)).toEqual({ outcome: 'wrong' });
      expect(await proofs.withPassword(session, 'x'.repeat(100_000), IP)).toEqual({
        outcome: 'wrong',
      });
      const answer = await proofs.withPassword(session, PASSWORD, IP);
      if (answer.outcome !== 'proven') throw new Error(answer.outcome);
      expect(isProven(await sessionOf(answer.token), now)).toBe(true);
      expect((await actionsOf(vera)).slice(-4)).toEqual([
        'proof.failed',
        'proof.failed',
        'proof.failed',
        'proof.given',
      ]);
    });

    it('attack 30: takes a mailed code in the session that asked only, once, for 15 minutes and five tries', async () => {
      const { proofs } = booted.services;
      const vera = await person();
      const token = await withoutPassword(vera);
      now += HOUR;
      const session = await sessionOf(token);
      expect(await proofs.ways(session)).toEqual({
        hasPassword: false,
        isCodeOpen: false,
        hasFactor: false,
      });
      // Nobody is let in by an empty password where there is none.
      expect(await proofs.withPassword(session, '', IP)).toEqual({ outcome: 'wrong' });
      expect(await proofs.withCode(session, '000000')).toEqual({ outcome: 'closed' });
      expect(await proofs.sendCode(session, IP)).toEqual({ outcome: 'sent' });
      const first = await secret('proof-code', vera.address);
      expect(first).toMatch(/^\d{6}$/);
      expect(JSON.stringify(await select(db(), 'SELECT * FROM cp_one_time_tokens'))).not.toContain(
        `"${first}"`,
      );
      await proofs.sendCode(session, IP);
      const second = await secret('proof-code', vera.address);
      if (first !== second)
        expect(await proofs.withCode(session, first)).toEqual({ outcome: 'wrong' });
      // Of another session, even one of the same person, and of another portal.
      const stranger = await sessionAt((await person()).address);
      expect(await proofs.withCode(stranger, second)).toEqual({ outcome: 'closed' });
      expect(await proofs.withCode({ ...session, id: 'other' }, second)).toEqual({
        outcome: 'closed',
      });
      const elsewhere = { ...session, viewer: { ...session.viewer, portal: other } };
      expect(await proofs.withCode(elsewhere, second)).toEqual({ outcome: 'closed' });
      const proven = await proofs.withCode(session, ` ${second.slice(0, 3)} ${second.slice(3)} `);
      if (proven.outcome !== 'proven') throw new Error(proven.outcome);
      const again = await sessionOf(proven.token);
      expect(isProven(again, now)).toBe(true);
      expect(await proofs.withCode(again, second)).toEqual({ outcome: 'closed' });

      await proofs.sendCode(again, IP);
      const third = await secret('proof-code', vera.address);
      const wrong = third === '111111' ? '222222' : '111111';
      for (let tries = 0; tries < 5; tries += 1)
        expect(await proofs.withCode(again, wrong)).toEqual({ outcome: 'wrong' });
      expect(await proofs.withCode(again, third)).toEqual({ outcome: 'closed' });
      await proofs.sendCode(again, IP);
      const late = await secret('proof-code', vera.address);
      now += 15 * MINUTE;
      expect(await proofs.withCode(again, late)).toEqual({ outcome: 'closed' });
      for (const odd of ['', '\0', '9'.repeat(100_000), '１２３４５６'])
        expect((await proofs.withCode(again, odd)).outcome).toBe('closed');
    });

    it('attack 30: is refused by the services themselves, and to an admin who looks', async () => {
      const { addressChanges, passwords, proofs, profile } = booted.services;
      const vera = await person();
      const token = await withoutPassword(vera);
      const fresh = await sessionOf(token);
      now += 10 * MINUTE;
      const session = await sessionOf(token);
      const input = { address: 'vera.new@lime.example', ip: IP };
      await expect(addressChanges.ask(session, input)).rejects.toThrow('Confirm first');
      await expect(passwords.set({ session, password: OTHER_PASSWORD })).rejects.toThrow(
        'Confirm first',
      );
      const admin = looking({ ...fresh, provenAt: now });
      for (const work of [
        () => addressChanges.ask(admin, input),
        () => passwords.set({ session: admin, password: OTHER_PASSWORD }),
        () => passwords.change({ session: admin, current: '', password: '', ip: IP }),
        () => proofs.sendCode(admin, IP),
        () => proofs.withPassword(admin, PASSWORD, IP),
        () => proofs.withCode(admin, '111111'),
        () => profile.update(admin.viewer, { name: 'X', language: 'en', timeZone: 'UTC' }),
        () => profile.chooseMails(admin.viewer, []),
        () => profile.chooseLanguage(admin.viewer, 'fr'),
      ])
        await expect(work()).rejects.toThrow('while you look');
    });
  });

  describe('a password', () => {
    it('is set by whoever has none, after a proof, and ends every other session', async () => {
      const { passwords } = booted.services;
      const vera = await person();
      const token = await withoutPassword(vera);
      const session = await sessionOf(token);
      expect(await passwords.has(session.viewer)).toBe(false);
      expect(await passwords.set({ session, password: 'short' })).toMatchObject({
        outcome: 'refused',
      });
      const answer = await passwords.set({ session, password: OTHER_PASSWORD });
      if (answer.outcome !== 'changed') throw new Error(answer.outcome);
      expect(await find(token)).toBeNull();
      expect(await find(answer.token)).not.toBeNull();
      expect(await enter(vera.address, OTHER_PASSWORD)).toHaveLength(43);
      // Who has one by now changes it with it.
      const again = await sessionOf(answer.token);
      expect(await passwords.set({ session: again, password: PASSWORD })).toEqual({
        outcome: 'closed',
      });
      expect(await actionsOf(vera)).toContain('password.set');
    });
  });

  describe('a change of address', () => {
    const NEW = () => `vera.moved.${made}@harbour.example`;
    const ask = async (session: CustomerSession, address: string) => {
      const answer = await booted.services.addressChanges.ask(session, { address, ip: IP });
      return answer.outcome;
    };
    const links = async (from: string, to: string) => ({
      atOld: await secret('address-undo', from),
      atNew: await secret('address-change', to),
    });
    const agree = (
      token: string,
      session: CustomerSession | null = null,
      where: PortalRecord = portal(),
    ) => booted.services.addressChanges.agree(where, token, session?.viewer ?? null);
    const stop = (token: string) => booted.services.addressChanges.stop(portal(), token, null);
    const accountOf = ({ key }: { key: number }) =>
      selectOne(
        db(),
        'SELECT u.email, u.confirmed, u.reset_password_token FROM up_users u JOIN cp_contacts c ON c.user_id = u.id WHERE c.id = ?',
        [key],
      );
    const addressesOf = async ({ key }: { key: number }) =>
      (
        await select(
          db(),
          'SELECT address, is_primary, is_membership, verified_at FROM cp_contact_addresses WHERE contact_id = ? ORDER BY id',
          [key],
        )
      ).map((row) => ({
        address: text(row.address),
        isPrimary: yes(row.is_primary),
        isMembership: yes(row.is_membership),
        isVerified: number(row.verified_at) > 0,
      }));

    it('happens when both addresses have agreed, and not before, in either order', async () => {
      for (const order of [
        ['atOld', 'atNew'],
        ['atNew', 'atOld'],
      ] as const) {
        const vera = await person();
        const token = await enter(vera.address);
        const elsewhere = await enter(vera.address);
        const session = await sessionOf(token);
        expect(await ask(session, ` ${NEW().toUpperCase()} `)).toBe('asked');
        const found = await links(vera.address, NEW());
        expect(found.atNew).not.toBe(found.atOld);
        const first = await booted.services.addressChanges.find(portal(), found[order[0]], null);
        expect(first).toEqual({
          side: order[0] === 'atOld' ? 'old' : 'new',
          name: 'Vera Lind',
          from: vera.address,
          to: NEW(),
          isLast: false,
        });
        expect(await agree(found[order[0]])).toEqual({ outcome: 'agreed' });
        expect(text((await accountOf(vera))?.email)).toBe(vera.address);
        expect(await agree(found[order[0]])).toEqual({ outcome: 'closed' });
        await db()('up_users').where({ email: vera.address }).update({ reset_password_token: 'x' });
        const last = await agree(found[order[1]], session);
        if (last.outcome !== 'changed') throw new Error(last.outcome);
        expect(await accountOf(vera)).toMatchObject({ email: NEW(), reset_password_token: null });
        expect(await addressesOf(vera)).toEqual([
          { address: NEW(), isPrimary: true, isMembership: true, isVerified: true },
        ]);
        // Whoever agreed goes on under another token; nobody else does.
        expect(await find(token)).toBeNull();
        expect(await find(elsewhere)).toBeNull();
        expect((await sessionOf(last.token)).address).toBe(NEW());
        expect(await enter(vera.address)).toBe('');
        expect(await enter(NEW())).toHaveLength(43);
        expect((await actionsOf(vera)).filter((action) => action.includes('address'))).toEqual([
          'address-change.asked',
          'address-change.agreed',
          'address-change.agreed',
          'contact.address-changed',
        ]);
        // By the domain of the address that is proven now.
        const [link] = await select(
          db(),
          'SELECT cc.is_by_domain FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id WHERE cc.contact_id = ? AND co.name = ?',
          [vera.key, 'Harbour Foods'],
        );
        expect(yes(link?.is_by_domain)).toBe(true);
      }
    });

    it('ends every session where it is agreed to without one', async () => {
      const vera = await person();
      const token = await enter(vera.address);
      await ask(await sessionOf(token), NEW());
      const { atOld, atNew } = await links(vera.address, NEW());
      await agree(atOld);
      expect(await agree(atNew)).toEqual({ outcome: 'changed', token: '' });
      expect(await find(token)).toBeNull();
    });

    it('is stopped by either address, and then neither link opens anything', async () => {
      for (const side of ['atOld', 'atNew'] as const) {
        const vera = await person();
        await ask(await sessionAt(vera.address), NEW());
        const found = await links(vera.address, NEW());
        await agree(found[side === 'atOld' ? 'atNew' : 'atOld']);
        expect(await stop(found[side])).toEqual({ outcome: 'stopped' });
        for (const token of [found.atOld, found.atNew]) {
          expect(await agree(token)).toEqual({ outcome: 'closed' });
          expect(await stop(token)).toEqual({ outcome: 'closed' });
        }
        expect(text((await accountOf(vera))?.email)).toBe(vera.address);
        expect(await actionsOf(vera)).toContain('address-change.stopped');
      }
    });

    it('is over after 24 hours, by another one, by a new password, and by leaving', async () => {
      const { contacts, passwords } = booted.services;
      const ends: ((
        vera: { id: string; key: number; address: string },
        session: CustomerSession,
      ) => Promise<unknown>)[] = [
        async () => (now += 24 * HOUR),
        (_vera, session) => ask(session, `another.${NEW()}`),
        (_vera, session) =>
          passwords.change({ session, current: PASSWORD, password: OTHER_PASSWORD, ip: IP }),
        ({ id }) => contacts.trash(MARA, id),
      ];
      for (const end of ends) {
        const vera = await person();
        const session = await sessionAt(vera.address);
        await ask(session, NEW());
        const { atOld, atNew } = await links(vera.address, NEW());
        await agree(atOld);
        await end(vera, session);
        expect(await agree(atNew)).toEqual({ outcome: 'closed' });
        expect(text((await accountOf(vera))?.email)).toBe(vera.address);
      }
    });

    it('attack 24: opens nothing at another portal, for somebody else who is signed in, or by a token that is none', async () => {
      const vera = await person();
      const session = await sessionAt(vera.address);
      await ask(session, NEW());
      const { atOld, atNew } = await links(vera.address, NEW());
      const stranger = await sessionAt((await person()).address);
      const { addressChanges } = booted.services;
      for (const token of [atOld, atNew]) {
        expect(await agree(token, null, other)).toEqual({ outcome: 'closed' });
        expect(await addressChanges.find(other, token, null)).toBeNull();
        expect(await agree(token, stranger)).toEqual({ outcome: 'closed' });
        expect(await addressChanges.find(portal(), token, stranger.viewer)).toBeNull();
        expect(await agree(token, looking(session))).toEqual({ outcome: 'closed' });
      }
      for (const token of ['', '%', '\0', 'x'.repeat(43), 'x'.repeat(100_000), `${atOld} `])
        expect(await agree(token)).toEqual({ outcome: 'closed' });
      const reset = 'y'.repeat(43);
      expect(await addressChanges.find(portal(), reset, null)).toBeNull();
      expect(await agree(atOld)).toEqual({ outcome: 'agreed' });
    });

    it('attack 25: answers the same for an address that somebody has, mails nobody there, and never changes', async () => {
      const taken = await person('Somebody');
      const site = booted.strapi.plugin('users-permissions').service('user') as {
        add(data: object): Promise<{ id: number }>;
      };
      await site.add({
        username: 'reader',
        email: `Reader.${made}@harbour.example`,
        password: PASSWORD,
        confirmed: true,
        provider: 'local',
      });
      const vera = await person();
      const session = await sessionAt(vera.address);
      const statements = async (address: string) => {
        const sent: string[] = [];
        // Of what is asked for alone: timers of the server read and write too.
        const own =
          /cp_one_time_tokens|cp_outbox|cp_contacts|cp_contact_addresses|up_users|cp_activities/;
        const note = ({ sql }: { sql: string }) => {
          if (own.test(sql)) sent.push(sql.replace(/\d+/g, ''));
        };
        db().on('query', note);
        expect(await ask(session, address)).toBe('asked');
        db().removeListener('query', note);
        return sent;
      };
      // Both ways have a change of before to take back.
      await ask(session, `first.${NEW()}`);
      const free = await statements(NEW());
      const mails = await number(
        (await selectOne(db(), 'SELECT COUNT(*) AS count FROM cp_outbox'))?.count,
      );
      expect(await statements(taken.address)).toEqual(free);
      const readers = `reader.${made - 1}@harbour.example`;
      expect(await statements(readers)).toEqual(free);
      // The old address hears of it each time; the taken ones never do.
      for (const address of [taken.address, readers])
        expect(await payloads('address-change', address)).toEqual([]);
      expect(
        number((await selectOne(db(), 'SELECT COUNT(*) AS count FROM cp_outbox'))?.count),
      ).toBeLessThanOrEqual(mails);
      const { atOld } = await links(vera.address, NEW());
      expect(await agree(atOld)).toEqual({ outcome: 'agreed' });
      expect(text((await accountOf(vera))?.email)).toBe(vera.address);
      // Nothing of the way of a taken address stays.
      const rows = await select(
        db(),
        "SELECT purpose FROM cp_one_time_tokens WHERE purpose = 'nothing'",
      );
      expect(rows).toEqual([]);
    });

    it('changes nothing when the address is taken between asking and agreeing', async () => {
      const vera = await person();
      const session = await sessionAt(vera.address);
      const to = NEW();
      await ask(session, to);
      const { atOld, atNew } = await links(vera.address, to);
      await agree(atOld);
      await booted.services.people.createContact({ name: 'Faster', address: to });
      expect(await agree(atNew)).toEqual({ outcome: 'closed' });
      expect(text((await accountOf(vera))?.email)).toBe(vera.address);
    });

    it('lets one of two contacts come to one address, and two agreements at once change it once', async () => {
      const one = await person();
      const two = await person();
      const to = NEW();
      await ask(await sessionAt(one.address), to);
      const ofOne = await links(one.address, to);
      await ask(await sessionAt(two.address), to);
      const ofTwo = await links(two.address, to);
      await agree(ofOne.atOld);
      await agree(ofTwo.atOld);
      const answers = await Promise.all([
        agree(ofOne.atNew),
        agree(ofOne.atNew),
        agree(ofTwo.atNew),
      ]);
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'closed', 'closed']);
      const three = await person();
      await ask(await sessionAt(three.address), NEW());
      const both = await links(three.address, NEW());
      const outcomes = (await Promise.all([agree(both.atOld), agree(both.atNew)])).map(
        ({ outcome }) => outcome,
      );
      expect(outcomes.sort()).toEqual(['agreed', 'changed']);
    });

    it('takes another address of one’s own, and makes it the only one to sign in with', async () => {
      const vera = await person();
      const own = `vera.private.${made}@lime.example`;
      await db()('cp_contact_addresses').insert({
        document_id: 'a'.repeat(20) + String(made).padStart(4, '0'),
        contact_id: vera.key,
        address: own,
        address_hash: sha256(own),
        email_domain: 'lime.example',
        is_primary: false,
        is_membership: false,
        verified_at: 0,
      });
      await ask(await sessionAt(vera.address), own);
      const { atOld, atNew } = await links(vera.address, own);
      await agree(atNew);
      expect((await agree(atOld)).outcome).toBe('changed');
      expect(await addressesOf(vera)).toEqual([
        { address: own, isPrimary: true, isMembership: true, isVerified: true },
      ]);
    });

    it('refuses what is no address, the own one, and domains that may not register', async () => {
      const vera = await person();
      const session = await sessionAt(vera.address);
      const problemOf = async (address: string, asked = session) => {
        const answer = await booted.services.addressChanges.ask(asked, { address, ip: IP });
        return answer.outcome === 'refused' ? answer.problem : answer.outcome;
      };
      for (const odd of [
        '',
        'x',
        'a@b',
        '\0',
        `${'x'.repeat(400)}@lime.example`,
        'a@b.c\r\nBcc: d@e.f',
      ])
        expect(await problemOf(odd)).toBe('error.address');
      expect(await problemOf(vera.address.toUpperCase())).toBe('error.addressSame');
      await setAccess({
        control: 'self-registration',
        registration: { allowedDomains: ['lime.example'], deniedDomains: [], needsApproval: false },
      });
      const asked = await sessionAt(vera.address);
      expect(await problemOf('vera@elsewhere.example', asked)).toBe('error.addressDomain');
      expect(await problemOf('vera.two@lime.example', asked)).toBe('asked');
      await setAccess({ control: 'access-groups' });
    });
  });

  describe('notifications', () => {
    it('keep mails about tickets that nobody wants from being written and from being sent, and no others', async () => {
      const { profile, outboxWorker, agentTickets, customerTickets, agents } = booted.services;
      const vera = await person();
      const { viewer } = await sessionAt(vera.address);
      expect(await profile.wantedMails(viewer)).toEqual([
        'ticket-received',
        'ticket-replied',
        'ticket-closed',
        'ticket-participant',
        'ticket-status',
      ]);
      const agent: AgentActor = await agents.fromAdmin(
        await createAdminUser(booted, `mara.${made}@tallybrook.example`),
        new Set(['ticket-read', 'ticket-reply', 'ticket-edit', 'ticket-close']),
      );
      const open = (subject: string) =>
        customerTickets.create(viewer, { subject, body: 'x', files: [], submissionKey: '' });
      const sentTo = async (template: string) =>
        (
          await select(
            db(),
            'SELECT state FROM cp_outbox WHERE template = ? AND to_address = ? ORDER BY created_at, id',
            [template, vera.address],
          )
        )
          .map(({ state }) => text(state))
          .sort();
      const { id } = await open('All of them');
      await agentTickets.addMessage(agent, id, { kind: 'public', body: 'Here you are' });
      expect([await sentTo('ticket-received'), await sentTo('ticket-replied')]).toEqual([
        ['waiting'],
        ['waiting'],
      ]);
      // What waits already is not sent either.
      await profile.chooseMails(viewer, ['ticket-received', 'nonsense']);
      await outboxWorker.drain();
      expect([await sentTo('ticket-received'), await sentTo('ticket-replied')]).toEqual([
        ['shown'],
        ['held'],
      ]);
      await agentTickets.addMessage(agent, id, { kind: 'public', body: 'And more' });
      await open('Received, still');
      expect([await sentTo('ticket-received'), await sentTo('ticket-replied')]).toEqual([
        ['shown', 'waiting'],
        ['held'],
      ]);
      expect(await profile.wantedMails(viewer)).toEqual(['ticket-received']);
      await profile.chooseMails(viewer, ['ticket-closed', 'ticket-replied', 'ticket-received']);
      expect(await profile.wantedMails(viewer)).toHaveLength(3);
      expect((await actionsOf(vera)).filter((action) => action === 'contact.updated')).toHaveLength(
        2,
      );
      // Mails about the account have no switch.
      await profile.chooseMails(viewer, []);
      await booted.services.passwords.askReset({ portal: portal(), address: vera.address, ip: IP });
      expect(await sentTo('password-reset')).toEqual(['waiting']);
    });
  });
});

describe('pages of the profile', () => {
  let booted: Booted;
  let company: TestCompany;
  let visitor: Visitor;
  let formToken: string;

  beforeAll(async () => {
    booted = await bootStrapi({ pluginConfig: { signInTries: { address: 500, ip: 5000 } } });
    company = await foundCompany(booted);
  });
  afterAll(() => booted?.destroy());
  beforeEach(async () => {
    visitor = await signedIn(booted, 'ana@harbour.example');
    formToken = fieldOf((await visitor.get('/support/profile')).text, 'formToken');
  });

  const unproven = () => booted.services.runtime.db('cp_sessions').update({ proven_at: 0 });
  const secret = async (template: string, to: string) => {
    const rows = await select(
      booted.services.runtime.db,
      'SELECT payload FROM cp_outbox WHERE template = ? AND to_address = ? ORDER BY created_at, id',
      [template, to],
    );
    const payload = JSON.parse(text(rows.at(-1)?.payload)) as { token?: string; code?: string };
    return payload.token ?? payload.code ?? '';
  };

  it('lead to each other, say where one is, and are for nobody who is not signed in', async () => {
    const parts = ['', '/notifications', '/address', '/password', '/devices', '/sign-ins'];
    for (const part of parts) {
      const { text: page, headers } = await visitor.get(`/support/profile${part}`).expect(200);
      for (const one of parts) expect(page).toContain(`href="/support/profile${one}"`);
      expect(page).toContain(`href="/support/profile${part}" aria-current="page"`);
      expect(headers['cache-control']).toContain('no-store');
      const stranger = await visitorOf(booted).get(`/support/profile${part}`).expect(303);
      expect(stranger.headers.location).toContain('/support/sign-in?next=');
    }
    await visitor.get('/support/profile/nothing').expect(404);
  });

  it('attack 31: change nothing by being opened, and nothing without the form’s token', async () => {
    for (const path of [
      '/support/profile',
      '/support/profile/notifications',
      '/support/profile/address',
      '/support/profile/password',
      '/support/profile/devices/end',
      '/support/profile/devices/end-others',
      '/support/prove-it',
    ]) {
      await visitor.post(path, {}).expect(403);
      await visitor.post(path, { formToken: 'x'.repeat(43) }).expect(403);
    }
    await visitor.get('/support/profile/devices/end').expect(404);
    await visitor.get('/support/profile/devices/end-others').expect(404);
  });

  it('attack 30: ask who it is before the address, and go on there behind the password, or a code', async () => {
    await unproven();
    const asked = await visitor.get('/support/profile/address').expect(303);
    expect(asked.headers.location).toBe('/support/prove-it?next=%2Fsupport%2Fprofile%2Faddress');
    await visitor
      .post('/support/profile/address', { formToken, address: 'ana.new@harbour.example' })
      .expect(303)
      .expect('Location', '/support/prove-it?next=%2Fsupport%2Fprofile%2Faddress');
    const { text: page } = await visitor.get(String(asked.headers.location)).expect(200);
    expect(fieldOf(page, 'next')).toBe('/support/profile/address');
    const next = '/support/profile/address';
    const wrong = await visitor
      .post('/support/prove-it', { formToken, next, password: 'x' })
      .expect(422);
    expect(wrong.text).toContain('<a href="#password">The password is not right.</a>');
    // Sent to nobody by opening a page.
    const sent = await visitor
      .post('/support/prove-it', { formToken, next, send: 'code' })
      .expect(303);
    const { text: codePage } = await visitor.get(String(sent.headers.location)).expect(200);
    expect(codePage).toContain('autocomplete="one-time-code"');
    const code = await secret('proof-code', 'ana@harbour.example');
    await visitor
      .post('/support/prove-it', { formToken, next, code: code === '111111' ? '222222' : '111111' })
      .expect(422);
    const proven = await visitor.post('/support/prove-it', { formToken, next, code }).expect(303);
    expect(proven.headers.location).toBe(next);
    expect(String(proven.headers['set-cookie'])).toContain('HttpOnly');
    await visitor.get(next).expect(200);
    // It leads nowhere else (attacks 29).
    for (const odd of [
      'https://evil.test',
      '//evil.test',
      '/\\\\evil.test',
      '/support/%2f%2fevil.test',
    ])
      await visitor
        .post('/support/prove-it', { formToken, next: odd, password: PASSWORD })
        .expect(303)
        .expect('Location', '/support/profile');
  });

  it('change the address by the two links, each opened by a page that changes nothing', async () => {
    const address = 'dora.new@harbour.example';
    const dora = await signedIn(booted, 'dora@lime.example');
    const own = fieldOf((await dora.get('/support/profile')).text, 'formToken');
    await dora.post('/support/profile/address', { formToken: own, address: 'x' }).expect(422);
    await dora
      .post('/support/profile/address', { formToken: own, address })
      .expect(303)
      .expect('Location', '/support/profile/address?done=address-asked');
    const atOld = await secret('address-undo', 'dora@lime.example');
    const atNew = await secret('address-change', address);
    const stranger = visitorOf(booted);
    const open = (who: Visitor, token: string) =>
      who.get(`/support/confirm-address?token=${token}`);
    const { text: page } = await open(stranger, atNew).expect(200);
    expect(page).toContain('d…@lime.example');
    expect(page).not.toContain('dora@lime.example');
    expect((await open(stranger, atOld)).text).toContain('dora@lime.example');
    const answer = (who: Visitor, token: string, said: string) =>
      who.post('/support/confirm-address', { token, answer: said });
    await answer(stranger, atNew, '').expect(410);
    await answer(await signedIn(booted, 'ben@harbour.example'), atNew, 'agree').expect(410);
    await stranger
      .raw('post', '/support/confirm-address')
      .set('Origin', 'http://evil.test')
      .type('form')
      .send({ token: atNew, answer: 'agree' })
      .expect(403);
    await answer(stranger, atNew, 'agree')
      .expect(303)
      .expect('Location', '/support/confirm-address?done=address-agreed');
    await open(stranger, atNew).expect(410);
    const done = await answer(dora, atOld, 'agree').expect(303);
    expect(done.headers.location).toBe('/support/confirm-address?done=address-changed');
    expect((await dora.get(String(done.headers.location)).expect(200)).text).toContain(
      'The e-mail address is changed.',
    );
    expect((await dora.get('/support/profile/address').expect(200)).text).toContain(address);
    await open(stranger, 'x'.repeat(43)).expect(410);
    await open(stranger, '').expect(410);
    await viewerOf(booted, company, address);
  });

  it('give a calm answer to what no form sends', async () => {
    const ben = await signedIn(booted, 'ben@harbour.example');
    const own = fieldOf((await ben.get('/support/profile')).text, 'formToken');
    for (const path of ['', '/address', '/password'])
      for (const value of ['', '\0', 'x'.repeat(20_000), '🦊'.repeat(500)])
        await ben
          .post(`/support/profile${path}`, {
            formToken: own,
            name: value && 'Ben Okafor',
            language: value,
            timeZone: value,
            address: value,
            current: value,
            password: value,
          })
          .expect(422);
    await ben.post('/support/profile/notifications', { formToken: own, what: 'x' }).expect(303);
    const { text: page } = await ben.get('/support/profile/notifications').expect(200);
    expect(page).not.toContain('checked');
  });
});
