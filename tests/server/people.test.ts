import bcrypt from '@node-rs/bcrypt';
import type { AgentActor, CustomerSession, CustomerViewer } from '../../server/services/types';
import { newId, number, select } from '../../server/store/connection';
import { HOST, visitorOf } from '../support/browserless';
import { foundCompany, ORIGIN, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const ALL = new Set(['ticket-read', 'ticket-create', 'mail-read']);
const OTHER_PASSWORD = 'Loud-whistle-41';
const THIRD_PASSWORD = 'Plain-lantern-93';
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

describe.each(DATABASES)('people on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let agent: AgentActor;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      ALL,
    );
  });
  afterAll(() => booted?.destroy());
  afterEach(() => jest.restoreAllMocks());

  const signIn = (address: string, password = PASSWORD, ip = '127.0.0.6', remember = false) =>
    booted.services.signIn.withPassword({
      portal: company.portal,
      address,
      password,
      remember,
      ip,
      userAgent: 'test',
    });
  const outcomeOf = async (address: string, password = PASSWORD) =>
    (await signIn(address, password)).outcome;
  const enter = async (address: string, password = PASSWORD, remember = false) => {
    const answer = await signIn(address, password, '127.0.0.6', remember);
    return answer.outcome === 'signed-in' ? answer.token : '';
  };
  const find = (token: string) => booted.services.sessions.find(token, company.portal);
  const viewer = async (address: string): Promise<CustomerViewer> =>
    viewerOf(booted, company, address);

  const contact = (name: string, address: string, password = PASSWORD) =>
    booted.services.people.createContact({
      name,
      address,
      password,
      portalKeys: [company.portalKey],
    });

  interface Users {
    add(data: object): Promise<{ id: number }>;
    edit(id: number, data: object): Promise<unknown>;
  }
  const users = () => booted.strapi.plugin('users-permissions').service('user') as Users;
  const account = (email: string, confirmed: boolean | null, password = PASSWORD) =>
    users().add({
      username: `${email}-${newId()}`,
      email,
      password,
      confirmed,
      blocked: false,
      provider: 'local',
    });
  const accountOf = async ({ key }: { key: number }): Promise<number> =>
    number(
      (
        await select(booted.services.runtime.db, 'SELECT user_id FROM cp_contacts WHERE id = ?', [
          key,
        ])
      )[0]?.user_id,
    );

  /** What the host's own sign-in is set to, for one piece of work. */
  async function whereHost(
    settings: { email_confirmation?: boolean; allow_register?: boolean },
    work: () => Promise<void>,
  ): Promise<void> {
    const store = booted.strapi.store({
      type: 'plugin',
      name: 'users-permissions',
      key: 'advanced',
    });
    const before = (await store.get({})) as object;
    await store.set({ value: { ...before, ...settings } });
    try {
      await work();
    } finally {
      await store.set({ value: before });
    }
  }

  const known = new Set<string>();
  /** Asks for a reset link and takes it out of the mail viewer. */
  async function resetTokenFor(address: string): Promise<string> {
    const { passwords, outboxWorker, mails } = booted.services;
    await passwords.askReset({ portal: company.portal, address, ip: '127.0.0.7' });
    for (let count = 0; count < 500; count += 1) {
      await outboxWorker.drain();
      for (const mail of (await mails.list(agent)).rows) {
        const link = mail.template === 'password-reset' && /http:\S+/.exec(mail.text)?.[0];
        const token = (link && new URL(link).searchParams.get('token')) || '';
        if (mail.to === address && token !== '' && !known.has(token)) {
          known.add(token);
          return token;
        }
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`No reset link came for ${address}`);
  }
  const isOpen = (token: string) => booted.services.passwords.isResetOpen(company.portal, token);

  describe('addresses and accounts', () => {
    it('keeps accents apart in addresses and refuses the same address twice', async () => {
      const { people } = booted.services;
      const rene = await people.createContact({ name: 'René', address: 'rené@harbour.example' });
      const other = await people.createContact({ name: 'Rene', address: ' Rene@Harbour.example ' });
      expect(rene.id).not.toBe(other.id);
      await expect(
        people.createContact({ name: 'Again', address: 'RENÉ@harbour.example' }),
      ).rejects.toThrow('already');
    });

    it('gives everybody an account of his own, however alike the addresses are', async () => {
      await contact('Zoe Plain', 'zoe@harbour.example', PASSWORD);
      await contact('Zoé Accent', 'zoé@harbour.example', OTHER_PASSWORD);
      await contact('Straße', 'strasse@harbour.example', PASSWORD);
      await contact('Strasse', 'straße@harbour.example', OTHER_PASSWORD);
      for (const [plain, other] of [
        ['zoe@harbour.example', 'zoé@harbour.example'],
        ['strasse@harbour.example', 'straße@harbour.example'],
      ] as const) {
        expect(await outcomeOf(plain)).toBe('signed-in');
        expect(await outcomeOf(other, OTHER_PASSWORD)).toBe('signed-in');
        expect(await outcomeOf(plain, OTHER_PASSWORD)).toBe('refused');
        expect(await outcomeOf(other)).toBe('refused');
      }
    });

    it('links the account of exactly this address, in whatever spelling the host keeps it', async () => {
      await whereHost({ email_confirmation: true }, async () => {
        const renee = await account('renee@lime.example', true);
        const made = await contact('Renée', 'renée@lime.example', OTHER_PASSWORD);
        expect(await accountOf(made)).not.toBe(renee.id);
        const idn = await account('Kim@Bücher.example', true);
        expect(await accountOf(await contact('Kim', 'kim@xn--bcher-kva.example'))).toBe(idn.id);
        const upper = await account('ÉMILE@lime.example', true);
        expect(await accountOf(await contact('Émile', 'émile@lime.example'))).toBe(upper.id);
      });
    });

    it('names the field where the account belongs to another contact already', async () => {
      const made = await contact('Nora', 'nora@lime.example');
      // Past Strapi, so that the contact's own address does not follow.
      await booted.services.runtime
        .db('up_users')
        .where({ id: await accountOf(made) })
        .update({ email: 'nora.new@lime.example' });
      await expect(contact('Nora', 'nora.new@lime.example')).rejects.toMatchObject({
        details: { errors: [{ path: ['address'] }] },
      });
    });

    it('names the field when one address is taken twice at once', async () => {
      const answers = await Promise.allSettled(
        [1, 2, 3].map(() => contact('At once', 'at.once@lime.example')),
      );
      const refused = answers.filter((answer) => answer.status === 'rejected');
      expect(refused).toHaveLength(2);
      for (const { reason } of refused as PromiseRejectedResult[])
        expect(reason).toMatchObject({ details: { errors: [{ path: ['address'] }] } });
    });

    it('lets nobody in by an account that was made for somebody else’s address beforehand', async () => {
      for (const [settings, confirmed] of [
        [{ email_confirmation: true }, false],
        [{ email_confirmation: true }, null],
        [{ email_confirmation: false }, false],
        // Whoever registers is confirmed at once where the host asks for no confirmation.
        [{ email_confirmation: false, allow_register: true }, true],
      ] as const) {
        await whereHost(settings, async () => {
          const address = `victim.${newId()}@lime.example`;
          const { id } = await account(address, confirmed, OTHER_PASSWORD);
          const made = await contact('Victim', address);
          expect(await accountOf(made)).toBe(id);
          expect(await outcomeOf(address, OTHER_PASSWORD)).toBe('refused');
          expect(await outcomeOf(address)).toBe('signed-in');
        });
      }
    });

    it('leaves the password of an account whose address is proven', async () => {
      for (const settings of [
        { email_confirmation: true },
        { email_confirmation: false, allow_register: false },
      ]) {
        await whereHost(settings, async () => {
          const address = `proven.${newId()}@lime.example`;
          await account(address, true, OTHER_PASSWORD);
          await contact('Proven', address);
          expect(await outcomeOf(address, OTHER_PASSWORD)).toBe('signed-in');
          expect(await outcomeOf(address)).toBe('refused');
        });
      }
    });

    it('takes an unconfirmed account as the host does: out only where the host asks for confirmation', async () => {
      const made = await contact('Uma', 'uma@lime.example');
      const token = await enter('uma@lime.example');
      const row = { id: await accountOf(made) };
      await booted.services.runtime.db('up_users').where(row).update({ confirmed: null });
      expect(await find(token)).not.toBeNull();
      expect(await outcomeOf('uma@lime.example')).toBe('signed-in');
      await whereHost({ email_confirmation: true }, async () => {
        expect(await find(token)).toBeNull();
        expect(await outcomeOf('uma@lime.example')).toBe('refused');
        // A mailed link proves the address.
        const reset = await resetTokenFor('uma@lime.example');
        await booted.services.passwords.reset({
          portal: company.portal,
          token: reset,
          password: THIRD_PASSWORD,
        });
        expect(await outcomeOf('uma@lime.example', THIRD_PASSWORD)).toBe('signed-in');
      });
    });

    it('follows an account’s e-mail, and keeps the old one where the new one is somebody else’s', async () => {
      const erin = await contact('Erin Roth', 'erin@lime.example');
      const userId = await accountOf(erin);
      await users().edit(userId, { email: 'erin.roth@lime.example' });
      expect(await outcomeOf('erin.roth@lime.example')).toBe('signed-in');
      expect(await outcomeOf('erin@lime.example')).toBe('refused');
      const warn = jest
        .spyOn(booted.strapi.log, 'warn')
        .mockImplementation(() => booted.strapi.log);
      await users().edit(userId, { email: 'dora@lime.example' });
      expect(String(warn.mock.calls[0]?.[0])).toContain('keeps the old one');
      warn.mockRestore();
      expect(await outcomeOf('erin.roth@lime.example')).toBe('signed-in');
    });
  });

  describe('sign-in and its limits', () => {
    it('answers a wrong password and an unknown address alike, and closes passwords after ten tries', async () => {
      const tryAs = (address: string, password: string) => signIn(address, password, '127.0.0.9');
      expect(await tryAs('dora@lime.example', 'wrong')).toEqual({ outcome: 'refused' });
      expect(await tryAs('nobody@lime.example', PASSWORD)).toEqual({ outcome: 'refused' });
      for (let count = 0; count < 12; count += 1) await tryAs('cleo@harbour.example', 'wrong');
      expect(await tryAs('cleo@harbour.example', PASSWORD)).toEqual({ outcome: 'locked' });
    });

    it('counts failures of an IP, and compares no password of a limited try', async () => {
      // The comparison itself takes its time on the thread pool: what counts here is how often it is asked for.
      const compare = jest.spyOn(bcrypt, 'compare').mockResolvedValue(false);
      const tryAt = (at: number) => signIn(`guess.${at}@lime.example`, 'wrong', '10.0.0.1');
      for (let at = 0; at < 50; at += 1) expect(await tryAt(at)).toEqual({ outcome: 'refused' });
      expect(compare).toHaveBeenCalledTimes(50);
      compare.mockClear();
      for (let at = 50; at < 55; at += 1)
        expect(await tryAt(at)).toMatchObject({ outcome: 'limited' });
      for (let count = 0; count < 10; count += 1)
        await signIn('guess.one@lime.example', 'wrong', `10.0.1.${count}`);
      expect(compare).toHaveBeenCalledTimes(10);
      compare.mockClear();
      expect(await signIn('guess.one@lime.example', 'wrong', '10.0.1.99')).toEqual({
        outcome: 'locked',
      });
      expect(compare).not.toHaveBeenCalled();
    });

    it('lets sixty people of one office sign in one after the other', async () => {
      jest.spyOn(bcrypt, 'compare').mockResolvedValue(true);
      for (let count = 0; count < 60; count += 1)
        expect((await signIn('ben@harbour.example', PASSWORD, '10.0.2.1')).outcome).toBe(
          'signed-in',
        );
    });

    it('limits guesses of the current password, and answers calmly when too many wait', async () => {
      await contact('Guy', 'guy@lime.example');
      const guy = await viewer('guy@lime.example');
      const guess = (current: string) =>
        booted.services.passwords.change({
          session: { viewer: guy } as CustomerSession,
          current,
          password: OTHER_PASSWORD,
          ip: '10.0.3.1',
        });
      jest.spyOn(bcrypt, 'compare').mockResolvedValue(false);
      for (let count = 0; count < 10; count += 1)
        expect(await guess('wrong')).toEqual({ outcome: 'wrong' });
      expect(await guess('wrong')).toMatchObject({ outcome: 'limited' });
    });
  });

  describe('sessions', () => {
    it('end with a block, a lost membership and by signing out', async () => {
      const { runtime, sessions } = booted.services;
      const token = await enter('dora@lime.example', PASSWORD, true);
      expect(await find(token)).not.toBeNull();
      const user = { email: 'dora@lime.example' };
      await runtime.db('up_users').where(user).update({ blocked: true });
      expect(await find(token)).toBeNull();
      await runtime.db('up_users').where(user).update({ blocked: false });
      expect(await find(token)).not.toBeNull();
      const membership = { contact_id: company.people.dora.key };
      await runtime.db('cp_memberships').where(membership).update({ state: 'disabled' });
      expect(await find(token)).toBeNull();
      await runtime.db('cp_memberships').where(membership).update({ state: 'registered' });
      await sessions.end(token);
      expect(await find(token)).toBeNull();
      expect(await find('x'.repeat(43))).toBeNull();
    });

    it('end after a day without a visit, and remembered ones after thirty days whatever happens', async () => {
      const { runtime } = booted.services;
      const begun = Date.now();
      const clock = jest.spyOn(runtime, 'now').mockReturnValue(begun);
      const brief = await enter('ben@harbour.example');
      const remembered = await enter('ben@harbour.example', PASSWORD, true);
      const at = (time: number) => clock.mockReturnValue(begun + time);
      at(DAY);
      // A visit counts anew.
      expect(await find(brief)).not.toBeNull();
      at(2 * DAY);
      expect(await find(brief)).not.toBeNull();
      at(3 * DAY + 1);
      expect(await find(brief)).toBeNull();
      at(30 * DAY - 1);
      expect(await find(remembered)).not.toBeNull();
      at(30 * DAY);
      expect(await find(remembered)).toBeNull();
      at(0);
      const visited = await enter('ben@harbour.example');
      for (let days = 1; days < 30; days += 1) {
        at(days * DAY);
        expect(await find(visited)).not.toBeNull();
      }
      at(30 * DAY);
      expect(await find(visited)).toBeNull();
    });

    it('leave no rows behind: what ended goes when the person signs in again', async () => {
      const { runtime } = booted.services;
      await contact('Pia', 'pia@lime.example');
      const { contactKey } = await viewer('pia@lime.example');
      const begun = Date.now();
      const clock = jest.spyOn(runtime, 'now').mockReturnValue(begun);
      await enter('pia@lime.example');
      await enter('pia@lime.example', PASSWORD, true);
      await resetTokenFor('pia@lime.example');
      const rows = async (table: string) =>
        number(
          (
            await select(
              runtime.db,
              `SELECT COUNT(*) AS count FROM ${table} WHERE contact_id = ?`,
              [contactKey],
            )
          )[0]?.count,
        );
      expect(await rows('cp_sessions')).toBe(3);
      expect(await rows('cp_one_time_tokens')).toBe(1);
      clock.mockReturnValue(begun + 2 * DAY);
      await enter('pia@lime.example');
      // The remembered one and the new one.
      expect(await rows('cp_sessions')).toBe(2);
      expect(await rows('cp_one_time_tokens')).toBe(0);
    });

    it('of one browser is one: signing in again ends the one before, and no other', async () => {
      await contact('Quinn', 'quinn@lime.example');
      const elsewhere = await enter('quinn@lime.example');
      const browser = visitorOf(booted);
      const enterByForm = async () => {
        const fields = { email: 'quinn@lime.example', password: PASSWORD };
        const { headers } = await browser.post('/support/sign-in', fields).expect(303);
        return /=([\w-]{43})/.exec(String(headers['set-cookie']))?.[1] ?? '';
      };
      const old = await enterByForm();
      expect(await find(old)).not.toBeNull();
      const renewed = await enterByForm();
      expect(await find(old)).toBeNull();
      expect(await find(renewed)).not.toBeNull();
      expect(await find(elsewhere)).not.toBeNull();
      await browser
        .post('/support/sign-in', { email: 'quinn@lime.example', password: 'wrong' })
        .expect(422);
      await browser.get('/support').expect(200);
    });

    it('begin by a form of the same site only', async () => {
      const post = (headers: Record<string, string>) =>
        visitorOf(booted)
          .raw('post', '/support/sign-in')
          .set(headers)
          .type('form')
          .send({ email: 'ben@harbour.example', password: PASSWORD });
      await post({ 'Sec-Fetch-Site': 'same-origin' }).expect(303);
      await post({ Origin: ORIGIN }).expect(303);
      for (const site of ['cross-site', 'same-site', 'none'])
        await post({ 'Sec-Fetch-Site': site }).expect(403);
      await post({ Origin: 'http://evil.test', 'Sec-Fetch-Site': 'same-origin' }).expect(403);
      await post({ Origin: `http://evil.${HOST}` }).expect(403);
      await post({ Origin: 'null' }).expect(403);
      await post({}).expect(403);
    });
  });

  describe('passwords', () => {
    it('resets a password by a mailed link that works once', async () => {
      const { passwords } = booted.services;
      const ask = (address: string) =>
        passwords.askReset({ portal: company.portal, address, ip: '127.0.0.7' });
      expect(await ask('nobody@harbour.example')).toEqual({ outcome: 'asked' });
      const token = await resetTokenFor('ana@harbour.example');
      const reset = (password: string) =>
        passwords.reset({ portal: company.portal, token, password });
      expect(await reset('short')).toMatchObject({ outcome: 'refused' });
      const session = await enter('ana@harbour.example');
      expect(await reset(PASSWORD)).toEqual({ outcome: 'changed' });
      expect(await find(session)).toBeNull();
      expect(await reset(PASSWORD)).toEqual({ outcome: 'closed' });
    });

    it('closes every other reset link by using one, by a change of password, and by a change of address', async () => {
      const { passwords } = booted.services;
      const { portal } = company;
      const made = await contact('Lars', 'lars@lime.example');
      const others = await resetTokenFor('ana@harbour.example');
      const older = await resetTokenFor('lars@lime.example');
      const newer = await resetTokenFor('lars@lime.example');
      expect(await isOpen(older)).toBe(true);
      await passwords.reset({ portal, token: newer, password: OTHER_PASSWORD });
      expect(await isOpen(older)).toBe(false);

      const beforeChange = await resetTokenFor('lars@lime.example');
      const lars = await booted.services.sessions.find(
        await enter('lars@lime.example', OTHER_PASSWORD),
        portal,
      );
      const changed = await passwords.change({
        session: lars as CustomerSession,
        current: OTHER_PASSWORD,
        password: THIRD_PASSWORD,
        ip: '127.0.0.5',
      });
      expect(changed).toMatchObject({ outcome: 'changed' });
      expect(await isOpen(beforeChange)).toBe(false);

      const beforeHost = await resetTokenFor('lars@lime.example');
      await users().edit(await accountOf(made), { password: PASSWORD });
      expect(await isOpen(beforeHost)).toBe(false);

      const beforeMove = await resetTokenFor('lars@lime.example');
      await users().edit(await accountOf(made), { email: 'lars@lime.example' });
      expect(await isOpen(beforeMove)).toBe(true);
      await users().edit(await accountOf(made), { email: 'lars.new@lime.example' });
      expect(await isOpen(beforeMove)).toBe(false);
      expect(await passwords.reset({ portal, token: beforeMove, password: PASSWORD })).toEqual({
        outcome: 'closed',
      });
      expect(await isOpen(others)).toBe(true);
    });
  });

  describe('agents', () => {
    const rowsAt = (email: string) =>
      select(booted.services.runtime.db, 'SELECT id, name FROM cp_agents WHERE email = ?', [email]);

    it('follow the name and e-mail of their admin users', async () => {
      const { agents } = booted.services;
      const admin = await createAdminUser(booted, 'otto@tallybrook.example');
      const before = await agents.fromAdmin(admin, ALL);
      const after = await agents.fromAdmin(
        { ...admin, firstname: 'Otto', lastname: 'Lind', email: 'otto.lind@tallybrook.example' },
        ALL,
      );
      expect(after).toMatchObject({ agentId: before.agentId, name: 'Otto Lind' });
      expect(await rowsAt('otto.lind@tallybrook.example')).toHaveLength(1);
      expect(await rowsAt('otto@tallybrook.example')).toHaveLength(0);
    });

    it('leave an e-mail to the admin user who has it now', async () => {
      const { agents } = booted.services;
      const first = await createAdminUser(booted, 'desk@tallybrook.example');
      const old = await agents.fromAdmin(first, ALL);
      await booted.strapi
        .service('admin::user')
        .updateById(first.id, { email: 'first.desk@tallybrook.example' });
      const second = await createAdminUser(booted, 'desk@tallybrook.example');
      const made = await agents.fromAdmin(second, ALL);
      expect(made.agentId).not.toBe(old.agentId);
      expect(await agents.fromAdmin(second, ALL)).toEqual(made);
      expect(
        await agents.fromAdmin({ ...first, email: 'first.desk@tallybrook.example' }, ALL),
      ).toMatchObject({ agentId: old.agentId });
    });

    it('stay with the linked admin user while another has the same e-mail in another spelling', async () => {
      const { agents } = booted.services;
      const first = await createAdminUser(booted, 'kim@bücher.example');
      const second = await createAdminUser(booted, 'kim@xn--bcher-kva.example');
      const kept = await agents.fromAdmin(first, ALL);
      await expect(agents.fromAdmin(second, ALL)).rejects.toThrow('belongs to another admin user');
      expect(await agents.fromAdmin(first, ALL)).toEqual(kept);
    });

    it('are linked again by exactly their e-mail, and one admin user has one agent', async () => {
      const { agents, runtime } = booted.services;
      const accented = await createAdminUser(booted, 'zoë@tallybrook.example');
      const plain = await createAdminUser(booted, 'zoe@tallybrook.example');
      const zoe = await agents.fromAdmin(plain, ALL);
      const other = await agents.fromAdmin(accented, ALL);
      expect(zoe.agentId).not.toBe(other.agentId);
      await runtime
        .db('cp_agents')
        .whereIn('document_id', [zoe.agentId, other.agentId])
        .update({ admin_user_id: null });
      await agents.relink();
      const linked = await select(
        runtime.db,
        'SELECT document_id, admin_user_id FROM cp_agents WHERE document_id IN (?, ?)',
        [zoe.agentId, other.agentId],
      );
      expect(
        Object.fromEntries(linked.map((row) => [row.document_id, number(row.admin_user_id)])),
      ).toEqual({ [zoe.agentId]: plain.id, [other.agentId]: accented.id });
      // The first visit links as well as a boot does.
      await runtime
        .db('cp_agents')
        .where('document_id', zoe.agentId)
        .update({ admin_user_id: null });
      expect((await agents.fromAdmin(plain, ALL)).agentId).toBe(zoe.agentId);
      expect(
        number(
          (
            await select(runtime.db, 'SELECT admin_user_id FROM cp_agents WHERE document_id = ?', [
              zoe.agentId,
            ])
          )[0]?.admin_user_id,
        ),
      ).toBe(plain.id);
    });

    it('open tickets for customers of the inbox’s portal only', async () => {
      const { agentTickets, people, runtime, siteMap } = booted.services;
      const inbox = siteMap.inboxes().find(({ key }) => key === company.inboxKey)?.id ?? '';
      const stranger = await people.createContact({
        name: 'Stranger Danner',
        address: 'stranger@lime.example',
      });
      const open = (requester: string) =>
        agentTickets.create(agent, {
          inbox,
          requester,
          subject: 'You called us',
          body: 'As agreed.',
          priority: 'low',
          submissionKey: newId(),
        });
      const refusal = { details: { errors: [{ path: ['requester'] }] } };
      const found = async () =>
        (await agentTickets.findContacts(agent, { q: 'stranger', inbox })).map(({ id }) => id);
      const byCompany = await agentTickets.findContacts(agent, { q: 'Lime W', inbox });
      // Whoever has a proven address of the company's domain is found by it too.
      expect(byCompany.map(({ name }) => name)).toContain('Dora Vidal');
      expect(byCompany.every(({ company: name }) => name === 'Lime Works')).toBe(true);
      await expect(open(stranger.id)).rejects.toMatchObject(refusal);
      expect(await found()).toEqual([]);
      expect(await agentTickets.findContacts(agent, { q: 'stranger' })).toHaveLength(1);
      await runtime.db('cp_memberships').insert({
        document_id: newId(),
        contact_id: stranger.key,
        portal_id: company.portalKey,
        state: 'registered',
      });
      expect(await found()).toEqual([stranger.id]);
      expect((await open(stranger.id)).id).toMatch(/^[a-z0-9]{24}$/);
      await runtime
        .db('cp_memberships')
        .where({ contact_id: stranger.key })
        .update({ state: 'disabled' });
      expect(await found()).toEqual([]);
      await expect(open(stranger.id)).rejects.toMatchObject(refusal);
    });
  });
});
