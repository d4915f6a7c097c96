import bcrypt from '@node-rs/bcrypt';
import { createLimits } from '../../server/services/limits';
import { sha256 } from '../../server/services/runtime';
import type { PortalRecord, SignInOrigin } from '../../server/services/types';
import { insert, jsonOf, number, select, text } from '../../server/store/connection';
import { fieldOf, visitorOf } from '../support/browserless';
import { foundCompany, ORIGIN, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const OTHER_PASSWORD = 'Loud-whistle-41';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOBODY = 'nobody@harbour.example';

describe.each(DATABASES)('signing in on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  /** Beside the first one on its domain, and only for members of one group. */
  let club: PortalRecord;
  let clubGroup: number;
  let count = 0;

  const services = () => booted.services;
  const db = () => services().runtime.db;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    await booted.services.outboxWorker.stop();
    company = await foundCompany(booted);
    const group = await insert(db(), 'cp_access_groups', {
      name: 'Club',
      description: '',
      kind: 'static',
      filter_groups: '[]',
      swept_at: 0,
      trashed_at: 0,
    });
    clubGroup = group.key;
    const { key } = await services().portals.createPortal({
      name: 'Club desk',
      domainKey: company.portal.domain.key,
      slug: 'club',
      inboxKey: company.inboxKey,
    });
    await services().portalSettings.apply(key, { access: { groups: [group.id] } });
    club = portalOf(key);
  });
  afterAll(() => booted?.destroy());
  afterEach(() => jest.restoreAllMocks());

  function portalOf(key: number): PortalRecord {
    const portal = services().siteMap.portalByKey(key);
    if (!portal) throw new Error('no portal');
    return portal;
  }
  const portal = () => portalOf(company.portalKey);

  /** A person of his own for a test, so that no budget of another test counts. */
  async function person(options: { portals?: number[]; name?: string } = {}) {
    count += 1;
    const address = `person.${count}@lime.example`;
    const { key, id } = await services().people.createContact({
      name: options.name ?? `Kim Berg ${count}`,
      address,
      password: PASSWORD,
      portalKeys: options.portals ?? [company.portalKey],
    });
    return { key, id, address };
  }
  const joinClub = (contactKey: number) =>
    insert(db(), 'cp_access_group_members', { group_id: clubGroup, contact_id: contactKey });

  const origin = (more: Partial<SignInOrigin> = {}): SignInOrigin => ({
    ip: `10.1.${Math.floor((count += 1) / 250)}.${count % 250}`,
    userAgent: 'test',
    previousToken: '',
    deviceToken: '',
    ...more,
  });
  const byPassword = (
    address: string,
    password = PASSWORD,
    more: Partial<SignInOrigin> & { portal?: PortalRecord; remember?: boolean } = {},
  ) =>
    services().signIn.withPassword({
      portal: portal(),
      address,
      password,
      remember: false,
      ...origin(),
      ...more,
    });
  const outcome = async (...input: Parameters<typeof byPassword>) =>
    (await byPassword(...input)).outcome;
  async function lock(address: string): Promise<void> {
    const compare = jest.spyOn(bcrypt, 'compare').mockResolvedValue(false);
    for (let tries = 0; tries < 10; tries += 1)
      expect(await outcome(address, 'wrong')).toBe('refused');
    compare.mockRestore();
  }
  /** A browser that signed in and is remembered. */
  async function rememberedDevice(address: string): Promise<string> {
    const answer = await byPassword(address, PASSWORD, { remember: true });
    if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
    expect(answer.deviceToken).toMatch(/^[\w-]{43}$/);
    return answer.deviceToken;
  }

  const mailsTo = async (address: string, template = 'magic-link') =>
    (
      await select(
        db(),
        'SELECT payload FROM cp_outbox WHERE to_address = ? AND template = ? ORDER BY created_at DESC, id DESC',
        [address, template],
      )
    ).map((row) => jsonOf<{ token: string; code: string }>(row.payload, { token: '', code: '' }));

  async function ask(
    address: string,
    more: { portal?: PortalRecord; remember?: boolean; next?: string; deviceToken?: string } = {},
  ) {
    const { ip } = origin();
    const input = { portal: portal(), address, remember: false, next: '', ip, deviceToken: '' };
    const answer = await services().magicLinks.ask({ ...input, ...more });
    if (answer.outcome !== 'asked') throw new Error(answer.outcome);
    const [mail] = await mailsTo(address);
    return { browserToken: answer.browserToken, token: mail?.token ?? '', code: mail?.code ?? '' };
  }
  const byLink = (token: string, more: Partial<SignInOrigin> & { portal?: PortalRecord } = {}) =>
    services().magicLinks.withLink({
      portal: portal(),
      token,
      remember: false,
      ...origin(),
      ...more,
    });
  const byCode = (code: string, browserToken: string, more: Partial<SignInOrigin> = {}) =>
    services().magicLinks.withCode({
      portal: portal(),
      code,
      browserToken,
      ...origin(),
      ...more,
    });
  const look = (token: string, browserToken = '') =>
    services().magicLinks.look(portal(), token, browserToken);
  const actionsOf = async (subject: string) =>
    (
      await select(db(), 'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id', [
        subject,
      ])
    ).map((row) => text(row.action));
  const sessionOf = async (answer: { outcome: string; token?: string }, at = portal()) =>
    services().sessions.find(answer.token ?? '', at);
  const setAccess = (access: object) =>
    services().portalSettings.apply(company.portalKey, { access });

  describe('a link by mail', () => {
    it('signs in any browser by a press, once, and says whose account it is before', async () => {
      const kim = await person();
      const { token } = await ask(kim.address, { next: '/support/new' });
      expect(await look(token)).toEqual({ address: kim.address, remember: false });
      const answer = await byLink(token);
      expect(answer).toMatchObject({ outcome: 'signed-in', next: '/support/new' });
      expect(await sessionOf(answer)).toMatchObject({ address: kim.address, method: 'magic-link' });
      expect(await look(token)).toBeNull();
      expect(await byLink(token)).toEqual({ outcome: 'closed' });
      expect(await actionsOf(kim.id)).toContain('session.started');
    });

    it('attack 24: opening it, however often, neither signs in nor uses it up', async () => {
      const kim = await person();
      const { token } = await ask(kim.address);
      const scanner = visitorOf(booted);
      for (let times = 0; times < 3; times += 1) {
        const { headers, text: page } = await scanner
          .get(`/support/magic-link?token=${token}`)
          .expect(200);
        expect(headers['set-cookie']).toBeUndefined();
        expect(headers['cache-control']).toBe('private, no-store');
        expect(page).toContain(kim.address);
      }
      await scanner.raw('head', `/support/magic-link?token=${token}`).expect(200);
      expect((await byLink(token)).outcome).toBe('signed-in');
    });

    it('attack 24: two presses at once begin one session', async () => {
      const { address } = await person();
      const { token } = await ask(address);
      const answers = await Promise.all([1, 2, 3, 4].map(() => byLink(token)));
      expect(answers.filter((answer) => answer.outcome === 'signed-in')).toHaveLength(1);
    });

    it('attack 24: is over after 15 minutes, and another purpose or portal never takes it', async () => {
      const kim = await person({ portals: [company.portalKey] });
      await joinClub(kim.key);
      const { token, browserToken, code } = await ask(kim.address);
      expect(await byLink(token, { portal: club })).toEqual({ outcome: 'closed' });
      expect(await services().magicLinks.look(club, token, browserToken)).toBeNull();
      expect(await services().passwords.isResetOpen(portal(), token)).toBe(false);
      expect(await services().signIn.isTestLinkOpen(portal(), token)).toBe(false);
      for (const other of ['', 'x', `${token}x`, token.toUpperCase(), '%', '\0'])
        expect(await byLink(other)).toEqual({ outcome: 'closed' });
      const now = Date.now();
      const clock = jest.spyOn(services().runtime, 'now').mockReturnValue(now + 15 * MINUTE);
      expect(await look(token)).toBeNull();
      expect(await byLink(token)).toEqual({ outcome: 'closed' });
      expect(await byCode(code, browserToken)).toEqual({ outcome: 'closed' });
      clock.mockReturnValue(now + 14 * MINUTE);
      expect((await byLink(token)).outcome).toBe('signed-in');
    });

    it('attack 24: keeps neither token nor code at rest, and a newer one closes it', async () => {
      const { address } = await person();
      const first = await ask(address);
      const second = await ask(address);
      const rows = JSON.stringify(await select(db(), 'SELECT * FROM cp_one_time_tokens'));
      for (const secret of [second.token, second.browserToken, sha256(second.code)])
        expect(rows).not.toContain(secret);
      expect(await look(first.token)).toBeNull();
      expect(await byCode(first.code, first.browserToken)).toEqual({ outcome: 'closed' });
      // The mail of the first never leaves any more.
      expect(await mailsTo(address)).toHaveLength(1);
      expect((await byLink(second.token)).outcome).toBe('signed-in');
    });

    it('is refused to whoever was disabled or left the group a second ago', async () => {
      const disabled = await person();
      const link = await ask(disabled.address);
      await db()('cp_memberships')
        .where({ contact_id: disabled.key })
        .update({ state: 'disabled' });
      expect(await look(link.token)).toBeNull();
      expect(await byLink(link.token)).toEqual({ outcome: 'closed' });
      expect(await byCode(link.code, link.browserToken)).toEqual({ outcome: 'closed' });

      const member = await person({ portals: [] });
      await joinClub(member.key);
      const { token } = await ask(member.address, { portal: club });
      await db()('cp_access_group_members').where({ contact_id: member.key }).delete();
      expect(await byLink(token, { portal: club })).toEqual({ outcome: 'closed' });
    });

    it('ends the session that the browser had, and carries what was ticked', async () => {
      const [kim, max] = [await person(), await person()];
      const before = await byPassword(kim.address);
      const previousToken = before.outcome === 'signed-in' ? before.token : '';
      const { code, browserToken } = await ask(max.address, { remember: true });
      const answer = await byCode(` ${code.slice(0, 3)} ${code.slice(3)} `, browserToken, {
        previousToken,
      });
      expect(answer).toMatchObject({ outcome: 'signed-in', cookieLifetime: 30 * DAY });
      expect(await sessionOf(answer)).toMatchObject({ address: max.address, isRemembered: true });
      expect(await sessionOf(before)).toBeNull();
    });

    it('takes the password from an account that nobody had confirmed', async () => {
      const kim = await person();
      const user = { email: kim.address };
      await db()('up_users').where(user).update({ confirmed: false });
      const store = booted.strapi.store({
        type: 'plugin',
        name: 'users-permissions',
        key: 'advanced',
      });
      const settings = (await store.get({})) as object;
      await store.set({ value: { ...settings, email_confirmation: true } });
      try {
        const { token } = await ask(kim.address);
        expect(await sessionOf(await byLink(token))).not.toBeNull();
        expect(await db()('up_users').where(user).first('password', 'confirmed')).toMatchObject({
          password: null,
        });
        expect(await outcome(kim.address)).toBe('refused');
      } finally {
        await store.set({ value: settings });
      }
    });

    it('is not there where the portal has it off', async () => {
      const { address } = await person();
      const { token, code, browserToken } = await ask(address);
      await setAccess({ magicLink: false });
      try {
        expect(await look(token)).toBeNull();
        expect(await byLink(token)).toEqual({ outcome: 'closed' });
        expect(await byCode(code, browserToken)).toEqual({ outcome: 'closed' });
        const visitor = visitorOf(booted);
        await visitor.get(`/support/magic-link?token=${token}`).expect(404);
        for (const path of ['magic-link', 'magic-link/ask', 'magic-link/code'])
          await visitor.post(`/support/${path}`, { email: address, token, code }).expect(404);
        expect((await visitor.get('/support/sign-in').expect(200)).text).not.toContain(
          'magic-link',
        );
      } finally {
        await setAccess({ magicLink: true });
      }
    });
  });

  describe('the code of the mail', () => {
    it('attack 24: works only in the browser that asked, once', async () => {
      const { address } = await person();
      const other = await person();
      const { code, browserToken, token } = await ask(address);
      const elsewhere = await ask(other.address);
      for (const stranger of ['', 'x', elsewhere.browserToken, 'y'.repeat(43)])
        expect(await byCode(code, stranger)).toEqual({ outcome: 'closed' });
      const answer = await byCode(code, browserToken);
      expect(await sessionOf(answer)).toMatchObject({ address, method: 'magic-code' });
      expect(await byCode(code, browserToken)).toEqual({ outcome: 'closed' });
      expect(await look(token)).toBeNull();
    });

    it('attack 24: is closed after five wrong tries, and the link is not', async () => {
      const { address, id } = await person();
      const { code, browserToken, token } = await ask(address);
      const wrong = code === '123456' ? '654321' : '123456';
      for (const odd of ['', '12345', '1234567', 'abcdef', '１２３４５６', `${code}0`, '\0'])
        expect(await byCode(odd, browserToken)).toEqual({ outcome: 'closed' });
      for (let tries = 0; tries < 5; tries += 1)
        expect(await byCode(wrong, browserToken)).toEqual({ outcome: 'closed' });
      expect(await byCode(code, browserToken)).toEqual({ outcome: 'closed' });
      expect((await actionsOf(id)).filter((action) => action === 'session.refused')).toHaveLength(
        6,
      );
      expect((await byLink(token)).outcome).toBe('signed-in');
    });

    it('attack 24: takes no more than five tries however many come at once', async () => {
      const { address } = await person();
      const { code, browserToken } = await ask(address);
      const wrong = code === '123456' ? '654321' : '123456';
      await Promise.all(Array.from({ length: 12 }, () => byCode(wrong, browserToken)));
      expect(await byCode(code, browserToken)).toEqual({ outcome: 'closed' });
    });
  });

  describe('attack 21: mails that anybody can ask for', () => {
    it('are few for one address, whoever asks, and others still get theirs', async () => {
      const [victim, other] = [await person(), await person()];
      const device = await rememberedDevice(victim.address);
      const askOnce = async (address: string, deviceToken = '') =>
        (
          await services().magicLinks.ask({
            portal: portal(),
            address,
            remember: false,
            next: '',
            ip: origin().ip,
            deviceToken,
          })
        ).outcome;
      for (let times = 0; times < 5; times += 1)
        expect(await askOnce(victim.address)).toBe('asked');
      expect(await askOnce(victim.address)).toBe('limited');
      expect(await askOnce(` ${victim.address.toUpperCase()}`)).toBe('limited');
      expect(await askOnce(other.address)).toBe('asked');
      // attack 28: the owner's own device has a budget that nobody else can use up.
      expect(await askOnce(victim.address, device)).toBe('asked');
      for (let times = 0; times < 5; times += 1) expect(await askOnce(NOBODY)).toBe('asked');
      expect(await askOnce(NOBODY)).toBe('limited');
    });

    it('are few from one IP, and at one portal', async () => {
      const limits = createLimits({
        ...services().runtime,
        config: {
          ...services().runtime.config,
          signInMails: { address: 2, ip: 3, portal: 4 },
        },
      });
      const waits = async (ask: () => Promise<number>, times: number) => {
        for (let time = 0; time < times; time += 1) expect(await ask()).toBe(0);
        expect(await ask()).toBeGreaterThan(0);
      };
      await waits(() => limits.takeIp('magic-link', '10.9.9.9'), 3);
      let address = 0;
      await waits(() => limits.takeMail('magic-link', `a${(address += 1)}@x.example`, 7), 4);
      expect(await limits.takeMail('magic-link', 'b@x.example', 8)).toBe(0);
    });

    it('hold no words of whoever asks', async () => {
      const { address } = await person({ name: 'Kim Berg' });
      await ask(address, { next: '/support/BUY-NOW' });
      await services().outboxWorker.drain();
      const [mail] = await select(
        db(),
        "SELECT subject, body FROM cp_outbox WHERE to_address = ? AND template = 'magic-link'",
        [address],
      );
      expect(text(mail?.subject)).toMatch(/^\d{6} is your code for Harbour support$/);
      expect(text(mail?.body)).toMatch(/\/support\/magic-link\?token=[\w-]{43}\s/);
      expect(text(mail?.body)).not.toContain('BUY-NOW');
    });
  });

  describe('attack 28: too many wrong passwords', () => {
    it('close an address on unknown devices only: remembered ones and links go on', async () => {
      const kim = await person();
      const device = await rememberedDevice(kim.address);
      const stranger = await rememberedDevice((await person()).address);
      await lock(kim.address);
      expect(await outcome(kim.address)).toBe('locked');
      expect(await outcome(` ${kim.address.toUpperCase()}`)).toBe('locked');
      // Somebody else's device is as unknown as none.
      expect(await outcome(kim.address, PASSWORD, { deviceToken: stranger })).toBe('locked');
      expect(await outcome(kim.address, PASSWORD, { deviceToken: device })).toBe('signed-in');
      // The owner's sign-in gives whoever guesses no new tries.
      expect(await outcome(kim.address)).toBe('locked');
      expect(await actionsOf(kim.id)).toEqual(
        expect.arrayContaining(['session.refused', 'password.locked', 'session.started']),
      );
      const { token } = await ask(kim.address);
      expect((await byLink(token)).outcome).toBe('signed-in');
      // Whoever has the mailbox opens it again.
      expect(await outcome(kim.address)).toBe('signed-in');
    });

    it('count for known and unknown addresses, in every process, and are kept by a hash', async () => {
      await lock('unknown.person@lime.example');
      expect(await outcome('unknown.person@lime.example')).toBe('locked');
      const rows = await select(db(), 'SELECT address_hash, failures FROM cp_password_failures');
      expect(JSON.stringify(rows)).not.toContain('lime.example');
      expect(rows.map((row) => text(row.address_hash))).toContain(
        sha256('unknown.person@lime.example'),
      );
      expect(rows.every((row) => number(row.failures) <= 10)).toBe(true);
    });

    it('are over after a day, which further tries do not make longer', async () => {
      const { address } = await person();
      await lock(address);
      const now = Date.now();
      const clock = jest.spyOn(services().runtime, 'now').mockReturnValue(now + DAY - MINUTE);
      expect(await outcome(address, 'wrong')).toBe('locked');
      clock.mockReturnValue(now + DAY + MINUTE);
      expect(await outcome(address)).toBe('signed-in');
    });

    it('are over after a new password by mail, which forgets every device', async () => {
      const kim = await person();
      const device = await rememberedDevice(kim.address);
      await lock(kim.address);
      await services().passwords.askReset({
        portal: portal(),
        address: kim.address,
        ip: '10.4.0.1',
      });
      const [mail] = await mailsTo(kim.address, 'password-reset');
      const { passwords } = services();
      const token = mail?.token ?? '';
      expect(await passwords.reset({ portal: portal(), token, password: 'Password2024!' })).toEqual(
        {
          outcome: 'refused',
          problem: 'password.common',
        },
      );
      expect(await passwords.reset({ portal: portal(), token, password: OTHER_PASSWORD })).toEqual({
        outcome: 'changed',
      });
      expect(await mailsTo(kim.address, 'password-changed')).toHaveLength(1);
      expect(await outcome(kim.address, OTHER_PASSWORD)).toBe('signed-in');
      await lock(kim.address);
      expect(await outcome(kim.address, OTHER_PASSWORD, { deviceToken: device })).toBe('locked');
    });

    it('compare no more than ten passwords, however many come at once', async () => {
      const { address } = await person();
      const compare = jest.spyOn(bcrypt, 'compare').mockResolvedValue(false);
      const outcomes = await Promise.all(
        Array.from({ length: 25 }, () => outcome(address, 'wrong')),
      );
      expect(compare).toHaveBeenCalledTimes(10);
      expect(outcomes.filter((one) => one === 'locked')).toHaveLength(15);
    });

    it('of a remembered device wait a quarter of an hour, and nobody else does', async () => {
      const { address } = await person();
      const device = await rememberedDevice(address);
      jest.spyOn(bcrypt, 'compare').mockResolvedValue(false);
      for (let tries = 0; tries < 10; tries += 1)
        expect(await outcome(address, 'wrong', { deviceToken: device })).toBe('refused');
      expect(await outcome(address, 'wrong', { deviceToken: device })).toBe('limited');
      jest.restoreAllMocks();
      expect(await outcome(address)).toBe('signed-in');
    });
  });

  describe('whoever has no standing yet', () => {
    it('comes in with an account when the access groups let him in, and not without', async () => {
      const member = await person();
      const stranger = await person();
      await joinClub(member.key);
      expect(await outcome(member.address, 'wrong', { portal: club })).toBe('refused');
      const answer = await byPassword(member.address, PASSWORD, { portal: club });
      expect(await sessionOf(answer, club)).toMatchObject({ address: member.address });
      expect(await outcome(stranger.address, PASSWORD, { portal: club })).toBe('refused');
      const linked = await person({ portals: [] });
      await joinClub(linked.key);
      const { token } = await ask(linked.address, { portal: club });
      expect(await sessionOf(await byLink(token, { portal: club }), club)).not.toBeNull();
      expect((await ask(stranger.address, { portal: club })).token).toBe('');
    });

    it('comes in when invited, stays out when disabled, and is told that he waits', async () => {
      const kim = await person();
      const standing = (state: string) =>
        db()('cp_memberships').where({ contact_id: kim.key }).update({ state });
      await standing('waiting');
      expect(await outcome(kim.address, 'wrong')).toBe('refused');
      expect(await outcome(kim.address)).toBe('waiting');
      const { token } = await ask(kim.address);
      expect(await byLink(token)).toEqual({ outcome: 'waiting' });
      await standing('disabled');
      expect(await outcome(kim.address)).toBe('refused');
      expect((await ask(kim.address)).token).toBe(token);
      expect(await byLink(token)).toEqual({ outcome: 'closed' });
      await standing('invited');
      expect(await sessionOf(await byPassword(kim.address))).not.toBeNull();
    });
  });

  describe('the pages', () => {
    it('attack 25: say the same of known and unknown addresses at every step', async () => {
      const kim = await person();
      const bodyOf = async (address: string, path: string, more: Record<string, string> = {}) => {
        const {
          status,
          text: body,
          headers,
        } = await visitorOf(booted).post(`/support/${path}`, {
          email: address,
          ...more,
        });
        const cookies = (headers['set-cookie'] as unknown as string[] | undefined) ?? [];
        return JSON.stringify([
          status,
          headers.location,
          cookies.map((cookie) => cookie.replace(/=[\w-]{43}/, '=')),
          body.replaceAll(address, '@'),
        ]);
      };
      for (const [path, more] of [
        ['sign-in', { password: 'wrong' }],
        ['magic-link/ask', {}],
        ['magic-link/ask', { subject: 'kept', body: 'kept' }],
        ['forgotten-password', {}],
      ] as const)
        expect(await bodyOf(kim.address, path, more)).toBe(
          await bodyOf('whoever@lime.example', path, more),
        );
      const other = await person();
      await lock(other.address);
      await lock('nobody.else@lime.example');
      const locked = await bodyOf(other.address, 'sign-in', { password: PASSWORD });
      expect(locked).toBe(
        await bodyOf('nobody.else@lime.example', 'sign-in', { password: PASSWORD }),
      );
      expect(locked).toContain('Too many tries with this address from a new device.');
    });

    it('attack 29: go on to own paths only, by password, link and code', async () => {
      const { address } = await person();
      const places = [
        '//evil.test',
        '/\\evil.test',
        '/%2f%2fevil.test',
        'http://evil.test/',
        '/a@b',
      ];
      for (const next of places) {
        const visitor = visitorOf(booted);
        const byForm = await visitor.post('/support/sign-in', {
          email: address,
          password: PASSWORD,
          next,
        });
        expect(byForm.headers.location).toBe('/support');
        // As if it had been written before paths were checked.
        const { token } = await ask(address, {
          next,
          deviceToken: await rememberedDevice(address),
        });
        const pressed = await visitorOf(booted).post('/support/magic-link', { token }).expect(303);
        expect(pressed.headers.location).toBe('/support');
      }
      const visitor = visitorOf(booted);
      const device = await rememberedDevice(address);
      const asked = await visitor
        .raw('post', '/support/magic-link/ask')
        .set({ Origin: ORIGIN, Cookie: `cp_device=${device}` })
        .type('form')
        .send({ email: address, next: '/support/new' })
        .expect(303);
      expect(asked.headers.location).toBe('/support/magic-link?next=%2Fsupport%2Fnew');
      const page = await visitor.get(asked.headers.location ?? '').expect(200);
      expect(fieldOf(page.text, 'next')).toBe('/support/new');
      const [mail] = await mailsTo(address);
      const entered = await visitor
        .post('/support/magic-link/code', { code: mail?.code ?? '', next: 'http://evil.test' })
        .expect(303);
      expect(entered.headers.location).toBe('/support/new');
      await visitor.get('/support').expect(200);
    });

    it('attack 31: take forms of their own origin only', async () => {
      const { address } = await person();
      const { token } = await ask(address);
      for (const path of [
        'sign-in',
        'magic-link',
        'magic-link/ask',
        'magic-link/code',
        'forgotten-password',
        'reset-password',
      ])
        for (const headers of [
          {},
          { Origin: 'http://evil.test' },
          { 'Sec-Fetch-Site': 'cross-site' },
        ])
          await visitorOf(booted)
            .raw('post', `/support/${path}`)
            .set(headers as Record<string, string>)
            .type('form')
            .send({ token, email: address, password: PASSWORD })
            .expect(403);
      expect(await look(token)).not.toBeNull();
    });

    it('remember a device only when that was ticked', async () => {
      const { address } = await person();
      const cookiesOf = async (fields: Record<string, string>) => {
        const { headers } = await visitorOf(booted)
          .post('/support/sign-in', { email: address, password: PASSWORD, ...fields })
          .expect(303);
        return String(headers['set-cookie']);
      };
      expect(await cookiesOf({})).not.toContain('cp_device=');
      const remembered = await cookiesOf({ remember: 'yes' });
      expect(remembered).toMatch(
        /cp_device=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000/,
      );
      const hash = sha256(/cp_device=([\w-]{43})/.exec(remembered)?.[1] ?? '');
      const rows = await select(
        db(),
        'SELECT device_hash FROM cp_known_devices WHERE device_hash = ?',
        [hash],
      );
      expect(rows).toHaveLength(1);
    });

    it('keep what was typed before over a sign-in by code', async () => {
      const { address } = await person();
      const visitor = visitorOf(booted);
      const { text: page } = await visitor
        .post('/support/magic-link/ask', {
          email: address,
          next: '/support/new',
          subject: 'Half a subject',
          body: 'Half a message',
        })
        .expect(200);
      expect(page).toContain('Half a message');
      const [mail] = await mailsTo(address);
      const { text: form } = await visitor
        .post('/support/magic-link/code', {
          code: mail?.code ?? '',
          subject: 'Half a subject',
          body: 'Half a message',
        })
        .expect(200);
      expect(form).toContain('Half a message');
    });

    it('have no password where the portal takes none', async () => {
      const { address } = await person();
      await setAccess({ password: false });
      try {
        const visitor = visitorOf(booted);
        const { text: page } = await visitor.get('/support/sign-in').expect(200);
        expect(page).not.toContain('type="password"');
        for (const path of ['forgotten-password', 'reset-password', 'sign-in'])
          await visitor
            .post(`/support/${path}`, { email: address, password: PASSWORD })
            .expect(404);
        await visitor.get('/support/forgotten-password').expect(404);
        expect(await outcome(address)).toBe('refused');
        const { token } = await ask(address);
        expect((await byLink(token)).outcome).toBe('signed-in');
      } finally {
        await setAccess({ password: true });
      }
    });

    it('answer bad input calmly', async () => {
      const visitor = visitorOf(booted);
      const huge = 'x'.repeat(200_000);
      for (const [path, fields, status] of [
        ['sign-in', {}, 422],
        ['sign-in', { email: huge, password: huge }, 422],
        ['sign-in', { email: 'a\0@b.example', password: '\0' }, 422],
        ['magic-link/ask', { email: huge }, 422],
        ['magic-link/ask', {}, 422],
        ['magic-link/code', { code: huge }, 422],
        ['magic-link', { token: huge }, 410],
        ['reset-password', { token: huge, password: huge }, 410],
      ] as const)
        await visitor.post(`/support/${path}`, fields).expect(status);
      await visitor.get('/support/magic-link?token=%00').expect(410);
      await visitor.get('/support/magic-link').expect(303);
    });
  });

  // Last: it uses up what this IP may try.
  describe('attack 28: limits of an IP', () => {
    it('count by the address of the connection, whatever a header says', async () => {
      const compare = jest.spyOn(bcrypt, 'compare').mockResolvedValue(false);
      const statuses = new Set<number>();
      for (let tries = 0; tries < 60; tries += 1) {
        const { status } = await visitorOf(booted)
          .raw('post', '/support/sign-in')
          .set({ Origin: ORIGIN, 'X-Forwarded-For': `203.0.113.${tries}` })
          .type('form')
          .send({ email: `guess.${tries}@lime.example`, password: 'wrong' });
        statuses.add(status);
      }
      expect([...statuses]).toEqual([422, 429]);
      expect(compare.mock.calls.length).toBeLessThanOrEqual(50);
    });
  });
});
