import { mkdirSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import type { AccessSettings } from '../../server/contracts/portal-settings';
import { randomToken, sha256 } from '../../server/services/runtime';
import { hashOfCode } from '../../server/services/second-factors';
import type { AdminActor, CustomerSession } from '../../server/services/types';
import { insert, number, select, selectOne, text } from '../../server/store/connection';
import { findFactor, saveFactor } from '../../server/store/second-factors';
import { addToken, type TokenPurpose } from '../../server/store/tokens';
import { adminWith } from '../support/admin';
import { stopBackground } from '../support/background';
import { fieldOf, HOST, visitorOf } from '../support/browserless';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addProviderTo } from '../support/identity-providers';
import { portalOf, saveAccess } from '../support/portal-access';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ORIGIN = { ip: '192.0.2.7', userAgent: 'test', previousToken: '', deviceToken: '' };
const RECOVERY = 'abcdefghjkmnpqrs';
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['portal-read', 'portal-edit', 'member-read', 'member-edit', 'member-invite']),
};

interface Person {
  id: string;
  key: number;
  address: string;
}

const codeAt = (key: string, timestamp: number): string =>
  new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp });
/** Another six digits. */
const notCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe.each(DATABASES)('the second factor on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let beside: number;
  let now: number;
  let made = 0;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: {
        signInTries: { address: 500, ip: 5000 },
        signInMails: { ip: 5000, portal: 5000, address: 50 },
      },
    });
    // Each test sends what it wants to be sent.
    await stopBackground(booted);
    company = await foundCompany(booted);
    const { portals } = booted.services;
    const { key } = await portals.createPortal({
      name: 'Orchard support',
      domainKey: company.portal.domain.key,
      slug: 'orchard',
      inboxKey: company.inboxKey,
    });
    beside = key;
  });
  afterAll(() => booted?.destroy());
  beforeEach(() => {
    now = Date.now();
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  const db = () => booted.services.runtime.db;
  const portal = (key = company.portalKey) => portalOf(booted, key);
  const setAccess = (access: Partial<AccessSettings>) =>
    saveAccess(booted, MARA, company.portalKey, access);
  const require = (rule: Partial<AccessSettings['secondFactor']>) =>
    setAccess({ secondFactor: { ...portal().settings.access.secondFactor, ...rule } });

  async function person(portalKeys = [company.portalKey]): Promise<Person> {
    made += 1;
    const address = `vera.${made}@lime.example`;
    const contact = await booted.services.people.createContact({
      name: 'Vera Lind',
      address,
      password: PASSWORD,
      portalKeys,
    });
    return { ...contact, address };
  }
  async function enter({ address }: Person, at = portal()): Promise<string> {
    const answer = await booted.services.signIn.withPassword({
      portal: at,
      address,
      password: PASSWORD,
      remember: false,
      ...ORIGIN,
    });
    if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
    return answer.token;
  }
  const findAt = (token: string, at = portal()) => booted.services.sessions.findAt(token, [at]);
  async function sessionOf(token: string): Promise<CustomerSession> {
    const { session } = await findAt(token);
    if (!session) throw new Error('no session');
    return session;
  }
  async function dueOf(token: string, at = portal()): Promise<CustomerSession> {
    const { session, factorDue } = await findAt(token, at);
    expect(session).toBeNull();
    if (!factorDue) throw new Error('nothing is due');
    return factorDue;
  }
  const give = (session: CustomerSession, way: 'app' | 'recovery', code: string) =>
    booted.services.factorGiving.give(session, way, code, ORIGIN);

  /** Sets up an app by the service; its key, its recovery codes, and the session that did it. */
  async function withApp(one: Person) {
    const { secondFactors } = booted.services;
    const session = await sessionOf(await enter(one));
    await secondFactors.beginApp(session);
    const app = await secondFactors.waitingApp(session);
    if (!app) throw new Error('nothing waits');
    const answer = await secondFactors.confirmApp(session, codeAt(app.key, now));
    if (answer.outcome !== 'set') throw new Error(answer.outcome);
    // The first code was used.
    now += MINUTE;
    return { key: app.key, address: app.address, codes: answer.codes, token: answer.token };
  }
  /** The same by the table, where only the gate matters. */
  const turnOn = ({ key }: Person) =>
    saveFactor(db(), key, { isOn: true, recoveryCodes: [hashOfCode(RECOVERY)] }, now);

  const actionsOf = async ({ id }: Person) =>
    (
      await select(db(), 'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id', [id])
    ).map(({ action }) => text(action));
  const changesTold = async ({ address }: Person) =>
    (
      await select(
        db(),
        "SELECT payload FROM cp_outbox WHERE template = 'second-factor-changed' AND to_address = ?",
        [address],
      )
    )
      .map(({ payload }) => String((JSON.parse(text(payload)) as { change: string }).change))
      .sort();
  /** A token as its mail would have brought it. */
  async function mailed(purpose: TokenPurpose, one: Person, some: object = {}): Promise<string> {
    const token = randomToken();
    await addToken(db(), {
      purpose,
      tokenHash: sha256(token),
      contactKey: one.key,
      portalKey: company.portalKey,
      now,
      expiresAt: now + 10 * MINUTE,
      address: one.address,
      data: { remember: '', next: '' },
      ...some,
    });
    return token;
  }

  describe('setting it up', () => {
    it('waits for a first right code, keeps secret and codes unreadable, and ends other sessions', async () => {
      const { secondFactors, secrets } = booted.services;
      const one = await person();
      const elsewhere = await enter(one);
      const session = await sessionOf(await enter(one));
      expect(await secondFactors.waitingApp(session)).toBeNull();
      expect(await secondFactors.confirmApp(session, '123456')).toEqual({ outcome: 'closed' });
      await secondFactors.beginApp(session);
      const app = await secondFactors.waitingApp(session);
      expect(app?.key).toMatch(/^[A-Z2-7]{32}$/);
      expect(app?.address).toBe(
        `otpauth://totp/Harbour%20support:${encodeURIComponent(one.address)}?issuer=Harbour%20support&secret=${app?.key}&algorithm=SHA1&digits=6&period=30`,
      );
      expect(await secondFactors.isOn(one.key)).toBe(false);
      // What waits is of the session that asked: a thief of another one has prepared nothing.
      expect(await secondFactors.waitingApp(await sessionOf(elsewhere))).toBeNull();
      const code = codeAt(app?.key ?? '', now);
      expect(await secondFactors.confirmApp(session, notCode(code))).toEqual({ outcome: 'wrong' });
      for (const typed of ['', 'abcdef', `${code}0`, codeAt(app?.key ?? '', now - 5 * MINUTE)])
        expect(await secondFactors.confirmApp(session, typed)).toEqual({ outcome: 'wrong' });
      expect(await secondFactors.isOn(one.key)).toBe(false);
      const answer = await secondFactors.confirmApp(
        session,
        `${code.slice(0, 3)} ${code.slice(3)}`,
      );
      if (answer.outcome !== 'set') throw new Error(answer.outcome);
      expect(new Set(answer.codes).size).toBe(10);
      expect(await secondFactors.state(session.viewer)).toEqual({
        isOn: true,
        hasApp: true,
        isAppLost: false,
        codesLeft: 10,
        isRequired: false,
      });
      expect((await findAt(elsewhere)).session).toBeNull();
      expect((await sessionOf(answer.token)).factor).toBe('app');
      const row = await selectOne(db(), 'SELECT * FROM cp_second_factors WHERE contact_id = ?', [
        one.key,
      ]);
      const stored = JSON.stringify(row);
      expect(stored).not.toContain(app?.key);
      for (const recovery of answer.codes) expect(stored).not.toContain(recovery);
      expect(secrets.open('totp', text(row?.secret))).toBe(app?.key);
      expect(await changesTold(one)).toEqual(['on']);
      expect(await actionsOf(one)).toContain('second-factor.turned-on');
      // The code that confirmed it is used.
      expect(await give(await dueOf(await enter(one)), 'app', code)).toEqual({ outcome: 'used' });
    });

    it('leaves an app in use until the next one is confirmed', async () => {
      const { secondFactors } = booted.services;
      const one = await person();
      const { key, token } = await withApp(one);
      const session = await sessionOf(token);
      await secondFactors.beginApp(session);
      const next = await secondFactors.waitingApp(session);
      expect(next?.key).not.toBe(key);
      expect(await give(await dueOf(await enter(one)), 'app', codeAt(key, now))).toMatchObject({
        outcome: 'given',
      });
      now += MINUTE;
      const code = codeAt(next?.key ?? '', now);
      expect(await secondFactors.confirmApp(session, code)).toMatchObject({ outcome: 'set' });
      now += MINUTE;
      const due = await dueOf(await enter(one));
      expect(await give(due, 'app', codeAt(key, now))).toEqual({ outcome: 'wrong' });
      expect(await give(due, 'app', codeAt(next?.key ?? '', now))).toMatchObject({
        outcome: 'given',
      });
    });

    it('attack 30: asks for a fresh proof before anything is changed or shown', async () => {
      const { secondFactors } = booted.services;
      const one = await person();
      const { token } = await withApp(one);
      now += 10 * MINUTE;
      const session = await sessionOf(token);
      for (const work of [
        () => secondFactors.beginApp(session),
        () => secondFactors.waitingApp(session),
        () => secondFactors.confirmApp(session, '123456'),
        () => secondFactors.newCodes(session),
        () => secondFactors.turnOff(session),
        () => secondFactors.turnOnByPasskey(session),
      ])
        await expect(work()).rejects.toThrow('Confirm first');
      expect(await secondFactors.isOn(one.key)).toBe(true);
    });

    it('makes new codes, and the old ones open nothing', async () => {
      const { secondFactors } = booted.services;
      const one = await person();
      const { token, codes } = await withApp(one);
      const elsewhere = await dueOf(await enter(one));
      const answer = await secondFactors.newCodes(await sessionOf(token));
      if (answer.outcome !== 'set') throw new Error(answer.outcome);
      expect((await findAt(answer.token)).session).not.toBeNull();
      // The other session waited for its second factor: it has ended with all others.
      expect(await give(elsewhere, 'recovery', answer.codes[0] ?? '')).toEqual({ outcome: 'over' });
      const due = await dueOf(await enter(one));
      expect(await give(due, 'recovery', codes[0] ?? '')).toEqual({ outcome: 'wrong' });
      expect(await give(due, 'recovery', answer.codes[0] ?? '')).toMatchObject({
        outcome: 'given',
      });
      expect(await changesTold(one)).toEqual(['codes', 'on', 'recovery']);
    });

    it('is turned off with everything that belonged to it', async () => {
      const { secondFactors } = booted.services;
      const one = await person();
      const { token } = await withApp(one);
      const elsewhere = await enter(one);
      const answer = await secondFactors.turnOff(await sessionOf(token));
      if (answer.outcome !== 'off') throw new Error(answer.outcome);
      expect(await findFactor(db(), one.key)).toBeNull();
      expect((await findAt(elsewhere)).isKnown).toBe(false);
      expect((await sessionOf(answer.token)).factor).toBe('none');
      expect((await findAt(await enter(one))).session).not.toBeNull();
      expect(await changesTold(one)).toEqual(['off', 'on']);
    });
  });

  describe('giving it', () => {
    it('signs in then, and not before: what is recorded and counted as a visit says so', async () => {
      const one = await person();
      const { key } = await withApp(one);
      const visits = () =>
        selectOne(db(), 'SELECT last_sign_in_at FROM cp_memberships WHERE contact_id = ?', [
          one.key,
        ]).then((row) => number(row?.last_sign_in_at));
      const before = await visits();
      const token = await enter(one);
      const due = await dueOf(token);
      expect(await visits()).toBe(before);
      expect((await actionsOf(one)).at(-1)).toBe('session.factor-asked');
      const answer = await give(due, 'app', codeAt(key, now));
      if (answer.outcome !== 'given') throw new Error(answer.outcome);
      expect((await findAt(token)).isKnown).toBe(false);
      expect(await sessionOf(answer.token)).toMatchObject({ factor: 'app', provenAt: now });
      expect(await visits()).toBe(now);
      expect((await actionsOf(one)).at(-1)).toBe('session.started');
    });

    it('takes codes of the step before and after, and none of further away', async () => {
      const one = await person();
      const { key } = await withApp(one);
      const at = now;
      for (const [distance, outcome] of [
        [-60_000, 'wrong'],
        [60_000, 'wrong'],
        [-30_000, 'given'],
        [30_000, 'given'],
      ] as const) {
        const due = await dueOf(await enter(one));
        expect((await give(due, 'app', codeAt(key, at + distance))).outcome).toBe(outcome);
      }
    });

    it('takes no code twice, nor two that come at once, nor an earlier one after a later', async () => {
      const one = await person();
      const { key } = await withApp(one);
      const [first, second] = [await dueOf(await enter(one)), await dueOf(await enter(one))];
      const code = codeAt(key, now);
      const both = await Promise.all([give(first, 'app', code), give(second, 'app', code)]);
      expect(both.map(({ outcome }) => outcome).sort()).toEqual(['given', 'used']);
      const third = await dueOf(await enter(one));
      expect(await give(third, 'app', codeAt(key, now - 30_000))).toEqual({ outcome: 'used' });
      now += 30_000;
      expect(await give(third, 'app', codeAt(key, now))).toMatchObject({ outcome: 'given' });
    });

    it('takes each recovery code once, also when it comes twice at once', async () => {
      const { secondFactors } = booted.services;
      const one = await person();
      const { codes } = await withApp(one);
      const [first, second] = [await dueOf(await enter(one)), await dueOf(await enter(one))];
      const code = (codes[0] ?? '').toUpperCase();
      const both = await Promise.all([
        give(first, 'recovery', code),
        give(second, 'recovery', code),
      ]);
      expect(both.map(({ outcome }) => outcome).sort()).toEqual(['given', 'wrong']);
      expect((await secondFactors.state(first.viewer)).codesLeft).toBe(9);
      const others = await Promise.all([
        give(await dueOf(await enter(one)), 'recovery', codes[1] ?? ''),
        give(await dueOf(await enter(one)), 'recovery', codes[2] ?? ''),
      ]);
      expect(others.map(({ outcome }) => outcome)).toEqual(['given', 'given']);
      expect((await secondFactors.state(first.viewer)).codesLeft).toBe(7);
    });

    it('ends a session that waits after five wrong ones, or after a quarter of an hour', async () => {
      const one = await person();
      const { key } = await withApp(one);
      const token = await enter(one);
      const due = await dueOf(token);
      const wrong = notCode(codeAt(key, now));
      for (let count = 0; count < 4; count += 1)
        expect(await give(due, 'app', wrong)).toEqual({ outcome: 'wrong' });
      expect(await give(due, 'app', wrong)).toEqual({ outcome: 'over' });
      expect((await findAt(token)).isKnown).toBe(false);
      expect(await give(due, 'app', codeAt(key, now))).toEqual({ outcome: 'over' });
      expect(
        (await actionsOf(one)).filter((action) => action === 'second-factor.failed'),
      ).toHaveLength(5);
      const late = await enter(one);
      now += 15 * MINUTE;
      expect((await findAt(late)).factorDue).toBeUndefined();
      expect((await findAt(late)).session).toBeNull();
    });

    it('attack 28: closes codes of the app for an hour after twenty wrong ones, and leaves the owner recovery codes', async () => {
      const one = await person();
      const { key, codes } = await withApp(one);
      const wrong = notCode(codeAt(key, now));
      for (let count = 0; count < 20;) {
        const due = await dueOf(await enter(one));
        const tries = Array.from({ length: 5 }, () => give(due, 'app', wrong));
        const outcomes = (await Promise.all(tries)).map(({ outcome }) => outcome);
        count += outcomes.length;
        expect(outcomes).toContain('over');
        expect(outcomes.filter((one) => one !== 'wrong' && one !== 'over')).toEqual([]);
      }
      const due = await dueOf(await enter(one));
      expect(await give(due, 'app', codeAt(key, now))).toEqual({
        outcome: 'limited',
        retryAfter: HOUR,
      });
      // What was refused unseen is no wrong one: the session goes on.
      expect(await changesTold(one)).toEqual(['on', 'tried']);
      expect(await actionsOf(one)).toContain('second-factor.locked');
      expect(await give(due, 'recovery', codes[0] ?? '')).toMatchObject({ outcome: 'given' });
      now += HOUR;
      expect(await give(await dueOf(await enter(one)), 'app', codeAt(key, now))).toMatchObject({
        outcome: 'given',
      });
    });

    it('attack 28: a new password or a reset of links gives no tries back', async () => {
      const { passwords } = booted.services;
      const one = await person();
      const { key } = await withApp(one);
      const wrong = notCode(codeAt(key, now));
      for (let session = 0; session < 4; session += 1) {
        const due = await dueOf(await enter(one));
        for (let count = 0; count < 5; count += 1) await give(due, 'app', wrong);
      }
      const token = await mailed('password-reset', one);
      await passwords.reset({ portal: portal(), token, password: PASSWORD });
      const due = await dueOf(await enter(one));
      expect((await give(due, 'app', codeAt(key, now))).outcome).toBe('limited');
    });

    it('is refused, never skipped, where the secret cannot be opened any more', async () => {
      const { secondFactors, runtime } = booted.services;
      const one = await person();
      const { key, codes } = await withApp(one);
      jest.spyOn(runtime, 'secret').mockReturnValue('the key of another installation');
      const due = await dueOf(await enter(one));
      expect(await secondFactors.state(due.viewer)).toMatchObject({ isOn: true, isAppLost: true });
      expect(await give(due, 'app', codeAt(key, now))).toEqual({ outcome: 'wrong' });
      expect(await give(due, 'recovery', codes[0] ?? '')).toMatchObject({ outcome: 'given' });
    });
  });

  describe('attack 30: a proof', () => {
    it('attack 30: of somebody with a second factor is that one, so that session and mailbox alone change no address', async () => {
      const { proofs, addressChanges, passwords } = booted.services;
      const one = await person();
      const { key, token } = await withApp(one);
      now += 10 * MINUTE;
      const session = await sessionOf(token);
      expect(await proofs.ways(session)).toMatchObject({ hasFactor: true, hasPassword: false });
      expect(await proofs.withPassword(session, PASSWORD, ORIGIN.ip)).toEqual({
        outcome: 'closed',
      });
      expect(await proofs.sendCode(session, ORIGIN.ip)).toEqual({ outcome: 'closed' });
      const asked = { address: 'thief@lime.example', ip: ORIGIN.ip };
      await expect(addressChanges.ask(session, asked)).rejects.toThrow('Confirm first');
      // The present password alone gives no other one.
      const another = { current: PASSWORD, password: 'Loud-whistle-41', ip: ORIGIN.ip };
      await expect(passwords.change({ session, ...another })).rejects.toThrow('Confirm first');
      // Nor is a code that was mailed before it was turned on any proof.
      expect(await proofs.withCode(session, '123456')).toEqual({ outcome: 'closed' });
      expect((await give(session, 'app', notCode(codeAt(key, now)))).outcome).toBe('wrong');
      const given = await give(session, 'app', codeAt(key, now));
      if (given.outcome !== 'given') throw new Error(given.outcome);
      const proven = await sessionOf(given.token);
      expect(await addressChanges.ask(proven, asked)).toEqual({ outcome: 'asked' });
      expect(await passwords.change({ session: proven, ...another })).toMatchObject({
        outcome: 'changed',
      });
      expect(await actionsOf(one)).toEqual(
        expect.arrayContaining(['second-factor.failed', 'proof.given']),
      );
    });

    it('has five tries in an hour, and whoever is signed in stays so', async () => {
      const one = await person();
      const { key, token } = await withApp(one);
      const session = await sessionOf(token);
      for (let count = 0; count < 5; count += 1)
        expect((await give(session, 'app', notCode(codeAt(key, now)))).outcome).toBe('wrong');
      expect((await give(session, 'app', codeAt(key, now))).outcome).toBe('limited');
      expect((await findAt(token)).session).not.toBeNull();
    });
  });

  describe('where a portal requires it', () => {
    afterEach(() => require({ required: 'nobody', groups: [], graceDays: 14 }));

    it('says until when, then shows nothing before it is set up, and takes no turning off', async () => {
      const { secondFactors } = booted.services;
      const one = await person();
      await require({ required: 'everybody', graceDays: 3, since: 1 });
      const rule = portal().settings.access.secondFactor;
      expect(rule.since).toBe(now);
      // The input says what it likes.
      await require({ graceDays: 2, since: 1 });
      expect(portal().settings.access.secondFactor.since).toBe(rule.since);
      const token = await enter(one);
      expect(await sessionOf(token)).toMatchObject({
        factorNeed: 'soon',
        factorDueAt: rule.since + 2 * DAY,
      });
      now += 2 * DAY;
      const due = await dueOf(await enter(one));
      expect(due.factorNeed).toBe('set-up');
      await secondFactors.beginApp(due);
      const app = await secondFactors.waitingApp(due);
      const answer = await secondFactors.confirmApp(due, codeAt(app?.key ?? '', now));
      if (answer.outcome !== 'set') throw new Error(answer.outcome);
      const session = await sessionOf(answer.token);
      expect(session.factorNeed).toBe('none');
      expect(await secondFactors.turnOff(session)).toEqual({ outcome: 'required' });
      expect((await secondFactors.state(session.viewer)).isRequired).toBe(true);
    });

    it('asks members of its access groups alone, and refuses groups that are not there', async () => {
      const [inside, outside] = [await person(), await person()];
      const group = await insert(db(), 'cp_access_groups', { name: 'Strict', kind: 'static' });
      await insert(db(), 'cp_access_group_members', {
        group_id: group.key,
        contact_id: inside.key,
      });
      await require({ required: 'groups', groups: [group.id], graceDays: 0 });
      expect((await dueOf(await enter(inside))).factorNeed).toBe('set-up');
      expect((await sessionOf(await enter(outside))).factorNeed).toBe('none');
      for (const groups of [['x'.repeat(24)], []])
        await expect(require({ required: 'groups', groups })).rejects.toMatchObject({
          details: { errors: [{ path: ['secondFactor', 'groups'] }] },
        });
    });
  });

  describe('help for whoever has lost it', () => {
    it('takes the right to it, removes everything, ends every session and tells the person', async () => {
      const { factorResets, secondFactors } = booted.services;
      const one = await person();
      const { token } = await withApp(one);
      const pending = await enter(one);
      await insert(db(), 'cp_passkeys', {
        contact_id: one.key,
        host: HOST,
        credential_hash: sha256(one.id),
        created_time: now,
      });
      const reader = { ...MARA, can: new Set(['member-read']) };
      expect(await factorResets.look(reader, one.id)).toEqual({
        isOn: true,
        hasApp: true,
        passkeys: 1,
        codesLeft: 10,
      });
      await expect(factorResets.reset(reader, one.id)).rejects.toThrow();
      await expect(
        factorResets.look({ ...MARA, can: new Set(['contact-read']) }, one.id),
      ).rejects.toThrow();
      const nothing = { isOn: false, hasApp: false, passkeys: 0, codesLeft: 0 };
      expect(await factorResets.reset(MARA, one.id)).toEqual(nothing);
      expect(await factorResets.reset(MARA, one.id)).toEqual(nothing);
      expect(await factorResets.reset(MARA, 'nobody')).toBeNull();
      expect(await secondFactors.isOn(one.key)).toBe(false);
      for (const ended of [token, pending]) expect((await findAt(ended)).isKnown).toBe(false);
      expect(await changesTold(one)).toEqual(['on', 'reset']);
      const resets = (await actionsOf(one)).filter((action) => action === 'second-factor.reset');
      expect(resets).toHaveLength(1);
      expect((await findAt(await enter(one))).session).not.toBeNull();
    });
  });

  describe('attack 27: every way in asks for it', () => {
    afterEach(() => setAccess({ control: 'access-groups' }));

    const ways: [string, (one: Person) => Promise<string | null>, number?][] = [
      ['a password', (one) => enter(one)],
      [
        'a mailed link',
        async (one) => {
          const token = await mailed('magic-link', one);
          const asked = { portal: portal(), token, remember: true, ...ORIGIN };
          const answer = await booted.services.magicLinks.withLink(asked);
          return answer.outcome === 'signed-in' ? answer.token : null;
        },
      ],
      [
        'a mailed code',
        async (one) => {
          const { magicLinks } = booted.services;
          const asked = { portal: portal(), address: one.address, remember: true, next: '' };
          const answer = await magicLinks.ask({ ...asked, ...ORIGIN });
          if (answer.outcome !== 'asked') throw new Error(answer.outcome);
          const mail = await selectOne(
            db(),
            "SELECT payload FROM cp_outbox WHERE template = 'magic-link' AND to_address = ?",
            [one.address],
          );
          const { code } = JSON.parse(text(mail?.payload)) as { code: string };
          const entered = await magicLinks.withCode({
            portal: portal(),
            code,
            browserToken: answer.browserToken,
            ...ORIGIN,
          });
          return entered.outcome === 'signed-in' ? entered.token : null;
        },
      ],
      [
        'an invitation to a second portal',
        async (one) => {
          const { invitationChanges, invitationAccepting } = booted.services;
          await db()('cp_memberships')
            .where({ contact_id: one.key, portal_id: company.portalKey })
            .delete();
          await insert(db(), 'cp_memberships', {
            contact_id: one.key,
            portal_id: company.portalKey,
            state: 'invited',
          });
          const link = await invitationChanges.registrationLink(MARA, portal().id, one.id);
          const token = new URL(link?.url ?? '').searchParams.get('token') ?? '';
          const asked = { portal: portal(), token, name: '', password: null, language: 'en' };
          const answer = await invitationAccepting.accept({ ...asked, origin: ORIGIN });
          return answer.outcome === 'entered' ? answer.token : null;
        },
      ],
      [
        'registering at a second portal',
        async (one) => {
          await setAccess({ control: 'self-registration' });
          await db()('cp_memberships').where({ contact_id: one.key }).delete();
          const token = await mailed('registration', one, { data: undefined });
          const answer = await booted.services.registration.finish({
            portal: portal(),
            token,
            name: 'Vera Lind',
            password: null,
            language: 'en',
            origin: ORIGIN,
          });
          return answer.outcome === 'entered' ? answer.token : null;
        },
      ],
      [
        'an identity provider that asks for one factor',
        async (one) => {
          const provider = await addProviderTo(booted, portal(), 'openid-connect', {
            oidc: { issuer: 'https://login.example', clientId: 'portal' },
          });
          const claims = { email: one.address, email_verified: true };
          const vouched = { subject: one.id, claims, session: '', idToken: '' };
          const { vouchedPeople } = booted.services;
          const session = { ...ORIGIN, isRemembered: true };
          return (await vouchedPeople.enter(portal(), provider, vouched, session)).token;
        },
      ],
      [
        'an account of the site, by its token',
        async (one) => {
          const { sessionLinks } = booted.services;
          const contact = await selectOne(db(), 'SELECT user_id FROM cp_contacts WHERE id = ?', [
            one.key,
          ]);
          const tokens = booted.strapi.plugin('users-permissions').service('jwt') as {
            issue(payload: { id: number }): string | Promise<string>;
          };
          const siteToken = await tokens.issue({ id: number(contact?.user_id) });
          const made = await sessionLinks.make({ siteToken, portalId: portal().id });
          if (made.outcome !== 'made') throw new Error(made.outcome);
          const token = new URL(made.url).searchParams.get('token') ?? '';
          return sessionLinks.open(portal(), token, ORIGIN);
        },
      ],
    ];

    it.each(ways)('attack 27: %s', async (_way, begin) => {
      const one = await person();
      await turnOn(one);
      const token = await begin(one);
      expect(token).toMatch(/^[\w-]{43}$/);
      const due = await dueOf(token ?? '');
      expect(due.factorNeed).toBe('ask');
      expect(await booted.services.sessions.find(token ?? '', portal())).toBeNull();
      expect(await actionsOf(one)).not.toContain('session.started');
      // Nor at another portal of the same domain.
      expect((await findAt(token ?? '', portal(beside))).session).toBeNull();
      expect((await give(due, 'recovery', RECOVERY)).outcome).toBe('given');
    });
  });

  if (database === 'sqlite') walk();

  /** What a browser meets; the rules were asked above. */
  function walk(): void {
    describe('in a browser', () => {
      // The pages ask the clock themselves.
      beforeEach(() => jest.restoreAllMocks());

      const clockCode = async (one: Person, key: string) => {
        await saveFactor(db(), one.key, { lastStep: 0 }, now);
        return codeAt(key, Date.now());
      };
      /** Past the first factor. */
      async function halfIn(one: Person, next = '') {
        const visitor = visitorOf(booted);
        await visitor
          .post('/support/sign-in', {
            email: one.address,
            password: PASSWORD,
            next,
            remember: 'yes',
          })
          .expect(303);
        return visitor;
      }
      const GATE = 'Please show once more that it is you.';

      it('attack 27: nothing but the page that asks is shown until then: no list, ticket, file, article, profile', async () => {
        const one = await person();
        mkdirSync(booted.services.runtime.config.attachmentsDir, { recursive: true });
        const before = await halfIn(one);
        const form = await before.get('/support/new').expect(200);
        const sent = await before
          .raw('post', '/support/new')
          .set('Origin', `http://${HOST}`)
          .field('formToken', fieldOf(form.text, 'formToken'))
          .field('formVersion', fieldOf(form.text, 'formVersion'))
          .field('subject', 'Secret subject')
          .field('body', 'Secret text.')
          .attach('files', Buffer.from('secret file'), 'secret.txt')
          .expect(303);
        const ticket = String(sent.headers.location).split('?')[0]?.slice('/support'.length) ?? '';
        const { text: shown } = await before.get(`/support${ticket}`).expect(200);
        const file = /href="\/support([^"]*\/attachments\/[^"]*)"/.exec(shown)?.[1] ?? '';
        expect(file).not.toBe('');
        await turnOn(one);
        const visitor = await halfIn(one);
        for (const path of [
          '',
          ticket,
          file,
          '/new',
          '/new/support',
          '/profile',
          '/profile/second-step',
          '/profile/second-step/app',
          '/profile/address',
          '/my-data',
          '/colleagues',
          '/prove-it',
          '/consent',
          '/second-factor',
          '/sign-in',
        ]) {
          const { text: page, status, headers } = await visitor.get(`/support${path}`);
          expect([path, status, page.includes(GATE)]).toEqual([path, 200, true]);
          expect(headers['cache-control']).toBe('private, no-store');
          for (const told of ['Vera', one.address, one.id, 'ecret'])
            expect([path, page.includes(told)]).toEqual([path, false]);
        }
        const page = (await visitor.get('/support')).text;
        const formToken = fieldOf(page, 'formToken');
        for (const path of [
          '/stay-signed-in',
          '/new/support',
          `${ticket}/reply`,
          `${ticket}/close`,
          '/profile',
          '/profile/password',
          '/profile/second-step/begin',
          '/profile/second-step/off',
          '/profile/devices/end-others',
          '/my-data/download',
          '/prove-it',
          '/consent',
          '/second-factor/begin',
          '/second-factor/confirm',
          '/announcements/abc',
        ]) {
          const { text: answer, status } = await visitor.post(`/support${path}`, { formToken });
          expect([path, status, answer.includes(GATE)]).toEqual([path, 403, true]);
        }
        expect(await findFactor(db(), one.key)).toMatchObject({ isOn: true });
        // Without the session's token nothing is taken, and no try is counted.
        await visitor
          .post('/support/second-factor', { way: 'recovery', code: RECOVERY })
          .expect(403);
        // Nobody in particular reaches the budget of anybody (attacks 28).
        await visitorOf(booted)
          .post('/support/second-factor', { way: 'app', code: '123456' })
          .expect(401);
        expect(
          await select(
            db(),
            "SELECT action FROM cp_activities WHERE subject = ? AND action = 'second-factor.failed'",
            [one.id],
          ),
        ).toEqual([]);
      });

      it('gives back what was typed, takes the code with spaces, and renews the cookie', async () => {
        const one = await person();
        now = Date.now();
        const { key } = await withApp(one);
        const visitor = await halfIn(one, '/support/new/support');
        const kept = { subject: 'The meter is wet', body: 'Since <Monday>' };
        const held = await visitor.post('/support/new/support', kept).expect(403);
        expect(held.text).toContain('What you wrote is kept.');
        expect(held.text).toContain('Since &lt;Monday&gt;');
        expect(held.text).toMatch(/inputmode="numeric"/);
        expect(held.text).toMatch(/autocomplete="one-time-code"/);
        const fields = {
          formToken: fieldOf(held.text, 'formToken'),
          next: fieldOf(held.text, 'next'),
          ...kept,
        };
        const other = await visitor
          .post('/support/second-factor', { ...fields, show: 'recovery' })
          .expect(200);
        expect(other.text).toContain('Recovery code');
        expect(other.text).toContain('Since &lt;Monday&gt;');
        const wrong = await visitor
          .post('/support/second-factor', { ...fields, way: 'app', code: '12' })
          .expect(422);
        expect(wrong.text).toContain('The code is not right.');
        expect(wrong.text).toContain('Since &lt;Monday&gt;');
        const code = await clockCode(one, key);
        const done = await visitor.post('/support/second-factor', {
          ...fields,
          way: 'app',
          code: `${code.slice(0, 3)} ${code.slice(3)}`,
        });
        expect(done.status).toBe(200);
        expect(done.text).toContain('Since &lt;Monday&gt;');
        expect(done.text).toContain('Vera Lind');
        // The device is remembered, as it was asked before.
        expect(String(done.headers['set-cookie'])).toMatch(/cp_session=[\w-]{43};.*Max-Age=\d{6,}/);
        await visitor.get('/support/profile').expect(200);
        // The same form from another tab, and a link to the page that asked.
        await visitor
          .post('/support/second-factor', { formToken: fields.formToken, next: '/support/profile' })
          .expect(303)
          .expect('Location', '/support/profile');
        await visitor
          .get('/support/second-factor?next=//evil.test')
          .expect(303)
          .expect('Location', '/support');
      });

      it('ends after five wrong ones with the sign-in page, and what was typed', async () => {
        const one = await person();
        await turnOn(one);
        const visitor = await halfIn(one);
        const formToken = fieldOf((await visitor.get('/support')).text, 'formToken');
        const fields = { formToken, way: 'recovery', code: 'wrong', body: 'Kept words' };
        for (let count = 0; count < 4; count += 1)
          await visitor.post('/support/second-factor', fields).expect(422);
        const { text: page } = await visitor.post('/support/second-factor', fields).expect(401);
        expect(page).toContain('Kept words');
        expect(page).toContain('name="password"');
        await visitor.get('/support').expect(303);
      });

      it('lets out whoever waits, and begins anew for somebody else', async () => {
        const one = await person();
        await turnOn(one);
        const visitor = await halfIn(one);
        const formToken = fieldOf((await visitor.get('/support')).text, 'formToken');
        await visitor.post('/support/sign-out', { formToken }).expect(303);
        await visitor.get('/support').expect(303);
        const again = await halfIn(one);
        await again
          .post('/support/sign-in', { email: 'dora@lime.example', password: PASSWORD })
          .expect(303);
        expect((await again.get('/support')).text).toContain('Dora Vidal');
      });

      it('is set up, shows the recovery codes once, and is proven by before it is turned off', async () => {
        const one = await person();
        const visitor = await halfIn(one);
        const state = await visitor.get('/support/profile/second-step').expect(200);
        const formToken = fieldOf(state.text, 'formToken');
        await visitor
          .post('/support/profile/second-step/begin', { formToken })
          .expect(303)
          .expect('Location', '/support/profile/second-step/app');
        const { text: page } = await visitor.get('/support/profile/second-step/app').expect(200);
        expect(/<svg class="qr" viewbox="0 0 \d+ \d+" role="img"/.test(page)).toBe(true);
        expect(page.includes('data:image')).toBe(false);
        const key = (/<code id="key"[^>]*>([A-Z2-7 ]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '');
        expect(key).toHaveLength(32);
        const there = '/support/profile/second-step/app';
        await visitor.post(there, { formToken, code: '000' }).expect(422);
        const { text: shown } = await visitor
          .post(there, { formToken, code: codeAt(key, Date.now()) })
          .expect(200);
        const codes = [...shown.matchAll(/<code>([a-z2-9-]{19})<\/code>/g)].map(([, code]) => code);
        expect(codes).toHaveLength(10);
        const after = await visitor.get('/support/profile/second-step').expect(200);
        expect(after.text).toContain('10 codes are left.');
        expect(after.text).not.toContain(codes[0]);
        // Half a day later.
        await db()('cp_sessions').where({ contact_id: one.key }).update({ proven_at: 1 });
        await visitor
          .post('/support/profile/second-step/off', { formToken })
          .expect(303)
          .expect('Location', /prove-it\?next=/);
        const asked = await visitor.get('/support/prove-it?next=/support/profile/second-step');
        expect(asked.text).not.toContain('name="password"');
        expect(asked.text).not.toContain('Send me a code');
        await visitor
          .post('/support/prove-it', { formToken, password: PASSWORD, next: '/support' })
          .expect(403);
        await visitor.post('/support/prove-it', { formToken, send: 'code' }).expect(403);
        await visitor.post('/support/prove-it', { formToken, way: 'app', code: '123' }).expect(422);
        await visitor
          .post('/support/prove-it', {
            formToken,
            way: 'recovery',
            code: codes[0] ?? '',
            next: '/support/profile/second-step',
          })
          .expect(303)
          .expect('Location', '/support/profile/second-step');
        await visitor
          .post('/support/profile/second-step/off', { formToken })
          .expect(303)
          .expect('Location', /done=factor-off/);
        expect((await visitor.get('/support/profile/sign-ins')).text).toContain(
          'Second step turned off',
        );
      });

      it('is set up before anything else where the portal requires it, after a banner that says until when', async () => {
        const one = await person();
        await require({ required: 'everybody', graceDays: 5 });
        try {
          const visitor = await halfIn(one);
          const { text: early } = await visitor.get('/support').expect(200);
          expect(early).toMatch(/Set up a second step by [A-Z][a-z]{2} \d+, \d{4}/);
          expect((await visitor.get('/support/profile/second-step')).text).not.toContain(
            'class="due"',
          );
          await require({ graceDays: 0 });
          const { text: page } = await visitor.get('/support').expect(200);
          expect(page).toContain('asks for a second step at sign-in');
          expect(page).not.toContain('Vera');
          const fields = { formToken: fieldOf(page, 'formToken'), next: '/support/profile' };
          await visitor.get('/support/profile').expect(200);
          const held = await visitor
            .post('/support/new/support', { body: 'Kept words' })
            .expect(403);
          expect(held.text).toContain('Kept words');
          // Whoever signed in long ago proves first who it is: by signing in once more, with what was typed.
          await db()('cp_sessions').where({ contact_id: one.key }).update({ proven_at: 1 });
          const again = await visitor
            .post('/support/second-factor/begin', { ...fields, body: 'Kept words' })
            .expect(401);
          expect(again.text).toContain('Kept words');
          const fresh = await halfIn(one);
          const { text: asked } = await fresh.get('/support').expect(200);
          const own = { formToken: fieldOf(asked, 'formToken'), next: '/support/profile' };
          const begun = await fresh.post('/support/second-factor/begin', own).expect(200);
          const key = (/<code id="key"[^>]*>([A-Z2-7 ]+)</.exec(begun.text)?.[1] ?? '').replaceAll(
            ' ',
            '',
          );
          await fresh.post('/support/second-factor/confirm', { ...own, code: '1' }).expect(422);
          const shown = await fresh
            .post('/support/second-factor/confirm', { ...own, code: codeAt(key, Date.now()) })
            .expect(200);
          expect(shown.text.match(/<code>[a-z2-9-]{19}<\/code>/g)).toHaveLength(10);
          await fresh
            .post('/support/second-factor', own)
            .expect(303)
            .expect('Location', '/support/profile');
          const profile = await fresh.get('/support/profile/second-step').expect(200);
          expect(profile.text).toContain('cannot be turned off here');
          expect(profile.text).not.toContain('Turn off the second step');
        } finally {
          await require({ required: 'nobody', graceDays: 14 });
        }
      });

      it('is reset from the panel, which asks for the right to it', async () => {
        const one = await person();
        await turnOn(one);
        const reader = await adminWith(booted, 'Rita', ['members.member-read']);
        const editor = await adminWith(booted, 'Edda', [
          'members.member-read',
          'members.member-edit',
        ]);
        const at = `/contacts/${one.id}/second-factor`;
        expect((await reader.get(at).expect(200)).body).toMatchObject({ isOn: true, codesLeft: 1 });
        await reader.post(`${at}/reset`, {}).expect(403);
        expect((await editor.post(`${at}/reset`, {}).expect(200)).body).toMatchObject({
          isOn: false,
        });
        await editor.get('/contacts/nobody/second-factor').expect(404);
        await editor.post('/contacts/nobody/second-factor/reset', {}).expect(404);
      });
    });
  }
});
