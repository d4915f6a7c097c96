import type { AccessSettings } from '../../server/contracts/portal-settings';
import { overAt } from '../../server/services/sessions';
import type { AdminActor, CustomerSession } from '../../server/services/types';
import { number, select, text } from '../../server/store/connection';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['portal-read', 'portal-edit']),
};
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

describe.each(DATABASES)('sessions on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let begun: number;
  let clock: jest.SpyInstance;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 500, ip: 5000 } },
    });
    company = await foundCompany(booted);
  });
  afterAll(() => booted?.destroy());
  beforeEach(async () => {
    await setAccess({ idleMinutes: 24 * 60, absoluteDays: 30 });
    begun = Date.now();
    clock = jest.spyOn(booted.services.runtime, 'now').mockReturnValue(begun);
  });
  afterEach(() => jest.restoreAllMocks());

  const db = () => booted.services.runtime.db;
  const portal = () => {
    const found = booted.services.siteMap.portalByKey(company.portalKey);
    if (!found) throw new Error('no portal');
    return found;
  };
  const setAccess = async (access: Partial<AccessSettings>) => {
    await booted.services.portalSettings.save(MARA, portal().id, 'access', {
      ...portal().settings.access,
      ...access,
    });
  };
  const at = (time: number) => clock.mockReturnValue(begun + time);
  const enter = async (address: string, remember = false, userAgent = FIREFOX) => {
    const answer = await booted.services.signIn.withPassword({
      portal: portal(),
      address,
      password: PASSWORD,
      remember,
      ip: '192.0.2.7',
      userAgent,
    });
    if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
    return answer.token;
  };
  const find = (token: string) => booted.services.sessions.find(token, portal());
  const sessionOf = async (token: string): Promise<CustomerSession> => {
    const session = await find(token);
    if (!session) throw new Error('no session');
    return session;
  };
  const rowsOf = ({ key }: { key: number }) =>
    select(db(), 'SELECT * FROM cp_sessions WHERE contact_id = ?', [key]);
  const endAll = ({ key }: { key: number }) =>
    db()('cp_sessions').where({ contact_id: key }).delete();
  const actionsOf = async ({ id }: { id: string }) =>
    (
      await select(db(), 'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id', [id])
    ).map(({ action }) => text(action));

  describe('time', () => {
    it('is idle by the portal of today, to the minute even where that is five', async () => {
      const token = await enter('ana@harbour.example');
      await setAccess({ idleMinutes: 5 });
      at(5 * MINUTE);
      expect(await find(token)).not.toBeNull();
      at(10 * MINUTE);
      expect(await find(token)).not.toBeNull();
      at(15 * MINUTE + 1);
      expect(await find(token)).toBeNull();
      await setAccess({ idleMinutes: 20 });
      // Longer again: nobody has ended it meanwhile.
      expect(await find(token)).not.toBeNull();
    });

    it('says an end that is never later than the one that comes', async () => {
      await setAccess({ idleMinutes: 5 });
      const token = await enter('ana@harbour.example');
      // Visits that fall between two writings.
      for (let second = 1; second < 120; second += 7) {
        at(second * 1000);
        const told = (await sessionOf(token)).idleEndsAt;
        expect(told).toBeGreaterThanOrEqual(begun + second * 1000 + 4.75 * MINUTE);
        expect(told).toBeLessThanOrEqual(begun + second * 1000 + 5 * MINUTE);
      }
      const told = (await sessionOf(token)).idleEndsAt;
      clock.mockReturnValue(told + 1);
      expect(await find(token)).toBeNull();
      clock.mockReturnValue(told);
      expect(await find(token)).not.toBeNull();
    });

    it('writes a visit once a minute at most where the idle time is long', async () => {
      const token = await enter('ana@harbour.example');
      const seen = async () => number((await rowsOf(company.people.ana)).at(-1)?.last_seen_at);
      await endAll(company.people.ana);
      const own = await enter('ana@harbour.example');
      expect(await find(token)).toBeNull();
      at(MINUTE - 1);
      await find(own);
      expect(await seen()).toBe(begun);
      at(MINUTE);
      await find(own);
      expect(await seen()).toBe(begun + MINUTE);
    });

    it('begins anew for who stays, exactly then', async () => {
      await setAccess({ idleMinutes: 20 });
      const token = await enter('ana@harbour.example');
      at(10_000);
      const session = await sessionOf(token);
      await booted.services.sessions.stay(session.viewer);
      expect((await sessionOf(token)).idleEndsAt).toBe(begun + 10_000 + 20 * MINUTE);
    });

    it('ends after the days of the portal at the latest, which count for running sessions too', async () => {
      const token = await enter('ana@harbour.example', true);
      at(3 * DAY);
      expect((await sessionOf(token)).endsAt).toBe(begun + 30 * DAY);
      await setAccess({ absoluteDays: 4 });
      expect((await sessionOf(token)).endsAt).toBe(begun + 4 * DAY);
      at(4 * DAY - 1);
      expect(await find(token)).not.toBeNull();
      at(4 * DAY);
      expect(await find(token)).toBeNull();
      // More days are for the sessions that begin then.
      await setAccess({ absoluteDays: 90 });
      at(30 * DAY);
      expect(await find(token)).toBeNull();
    });
  });

  describe('what is over', () => {
    it('goes once an hour, whoever it was, with links and browsers of long ago', async () => {
      await endAll(company.people.ana);
      await endAll(company.people.ben);
      await setAccess({ idleMinutes: 60 });
      const left = await enter('ana@harbour.example');
      const remembered = await enter('ana@harbour.example', true);
      await enter('ben@harbour.example');
      for (const [hash, seen] of [
        ['a', begun - 366 * DAY],
        ['b', begun - 364 * DAY],
      ] as const)
        await db()('cp_known_devices').insert({
          device_hash: hash.repeat(64),
          contact_id: company.people.ana.key,
          created_at: 1,
          last_seen_at: seen,
        });
      for (const [hash, last] of [
        ['a', begun - 31 * DAY],
        ['b', begun - DAY],
      ] as const)
        await db()('cp_password_failures').insert({
          address_hash: hash.repeat(64),
          failures: 10,
          last_at: last,
        });
      at(40 * MINUTE);
      expect(await find(left)).not.toBeNull();
      at(90 * MINUTE);
      await booted.services.sessionUpkeep.prune();
      // Ben has not come for longer than an hour; Ana has, and is remembered elsewhere.
      expect(await rowsOf(company.people.ben)).toHaveLength(0);
      expect(await rowsOf(company.people.ana)).toHaveLength(2);
      expect(await find(left)).not.toBeNull();
      expect(await find(remembered)).not.toBeNull();
      const kept = async (table: string, column: string) =>
        (await select(db(), `SELECT ${column} AS one FROM ${table}`))
          .map(({ one }) => text(one))
          .filter((one) => /^(a{64}|b{64})$/.test(one))
          .map(([one]) => one);
      expect(await kept('cp_known_devices', 'device_hash')).toEqual(['b']);
      expect(await kept('cp_password_failures', 'address_hash')).toEqual(['b']);
      at(31 * DAY);
      await booted.services.sessionUpkeep.prune();
      expect(await rowsOf(company.people.ana)).toHaveLength(0);
    });

    it('is judged by the longest times of all portals, and is nothing where there is none', () => {
      const one = portal();
      const with_ = (idleMinutes: number, absoluteDays: number) => ({
        ...one,
        settings: {
          ...one.settings,
          access: { ...one.settings.access, idleMinutes, absoluteDays },
        },
      });
      expect(overAt([with_(5, 300), with_(60, 2)], 400 * DAY)).toEqual({
        now: 400 * DAY,
        seenBefore: 400 * DAY - 60 * MINUTE,
        begunBefore: 100 * DAY,
      });
      expect(overAt([], 400 * DAY)).toMatchObject({ seenBefore: 0, begunBefore: 0 });
    });
  });

  describe('attack 26: a session that outlives what it was given for', () => {
    it('attack 26: goes on under another token after a proof, a password and an address, and under none of before', async () => {
      const { proofs, passwords, sessions } = booted.services;
      const { people } = company;
      const first = await enter('cleo@harbour.example');
      const session = await sessionOf(first);
      const proven = await proofs.withPassword(session, PASSWORD, '192.0.2.7');
      if (proven.outcome !== 'proven') throw new Error(proven.outcome);
      expect(await find(first)).toBeNull();
      const second = await sessionOf(proven.token);
      expect([second.id, second.formToken]).toEqual([session.id, session.formToken]);
      const other = await enter('cleo@harbour.example');
      const changed = await passwords.change({
        session: second,
        current: PASSWORD,
        password: 'Loud-whistle-41',
        ip: '192.0.2.7',
      });
      if (changed.outcome !== 'changed') throw new Error(changed.outcome);
      expect(await find(proven.token)).toBeNull();
      expect(await find(other)).toBeNull();
      expect((await sessionOf(changed.token)).id).toBe(session.id);
      expect(await rowsOf(people.cleo)).toHaveLength(1);
      await sessions.end(changed.token);
      // Nothing that is rotated comes back.
      expect(await proofs.withPassword(second, 'Loud-whistle-41', '192.0.2.7')).toEqual({
        outcome: 'closed',
      });
      expect(await rowsOf(people.cleo)).toHaveLength(0);
    });

    it('attack 26: keeps no token and no part of it, and forms of other tabs outlive a rotation', async () => {
      const visitor = await signedIn(booted, 'ana@harbour.example');
      const formToken = fieldOf((await visitor.get('/support/profile')).text, 'formToken');
      const cookie = async (answer: ReturnType<Visitor['post']>) =>
        /cp_session=([\w-]{43})/.exec(String((await answer).headers['set-cookie']))?.[1] ?? '';
      const token = await cookie(
        visitor
          .post('/support/prove-it', { formToken, password: PASSWORD, next: '/support' })
          .expect(303),
      );
      expect(token).toHaveLength(43);
      expect(JSON.stringify(await rowsOf(company.people.ana))).not.toContain(token);
      await visitor
        .post('/support/profile', { formToken, name: 'Ana Lopes', language: 'en', timeZone: 'UTC' })
        .expect(303);
    });
  });

  describe('devices', () => {
    it('are listed with what they are, this one first, and without those that are over', async () => {
      await endAll(company.people.dora);
      await setAccess({ idleMinutes: 60 });
      await enter('dora@lime.example');
      at(61 * MINUTE);
      await enter('dora@lime.example', true, SAFARI);
      at(62 * MINUTE);
      const own = await sessionOf(await enter('dora@lime.example'));
      const devices = await booted.services.devices.list(own);
      expect(devices).toEqual([
        expect.objectContaining({
          id: own.id,
          isThis: true,
          device: { browser: 'Firefox', system: 'Linux' },
          ip: '192.0.2.7',
          method: 'password',
          startedAt: begun + 62 * MINUTE,
        }),
        expect.objectContaining({
          isThis: false,
          isRemembered: true,
          device: { browser: 'Safari', system: 'iPhone' },
        }),
      ]);
      expect(JSON.stringify(devices)).not.toContain(own.viewer.sessionKey);
    });

    it('end one by one and all but this one, are recorded, and nobody ends somebody else’s', async () => {
      const { devices } = booted.services;
      await endAll(company.people.dora);
      const tokens = [];
      for (const agent of [FIREFOX, SAFARI, '', FIREFOX])
        tokens.push(await enter('dora@lime.example', false, agent));
      const [mine = '', phone = '', unknown = '', last = ''] = tokens;
      const own = await sessionOf(mine);
      const phoneId = (await sessionOf(phone)).id;
      const bens = await sessionOf(await enter('ben@harbour.example'));
      expect(await devices.end(bens, phoneId)).toBe(false);
      expect(await devices.end(own, bens.id)).toBe(false);
      expect(await find(phone)).not.toBeNull();
      const before = (await actionsOf(company.people.dora)).length;
      expect(await devices.end(own, phoneId)).toBe(true);
      expect(await devices.end(own, phoneId)).toBe(false);
      expect(await find(phone)).toBeNull();
      expect(await devices.endOthers(own)).toBe(2);
      expect(await find(unknown)).toBeNull();
      expect(await find(last)).toBeNull();
      expect(await find(mine)).not.toBeNull();
      expect((await actionsOf(company.people.dora)).slice(before)).toEqual([
        'session.ended',
        'session.ended',
        'session.ended',
      ]);
    });

    it('are forgotten when they are ended, and on demand but for the one that asks', async () => {
      const { devices } = booted.services;
      const known = async () =>
        (
          await select(db(), 'SELECT device_hash FROM cp_known_devices WHERE contact_id = ?', [
            company.people.dora.key,
          ])
        ).length;
      await endAll(company.people.dora);
      await db()('cp_known_devices').where({ contact_id: company.people.dora.key }).delete();
      const enterBy = async (mark: string) => {
        const answer = await booted.services.signIn.withPassword({
          portal: portal(),
          address: 'dora@lime.example',
          password: PASSWORD,
          remember: true,
          ip: '192.0.2.7',
          userAgent: FIREFOX,
          deviceToken: mark.repeat(43),
        });
        if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
        return sessionOf(answer.token);
      };
      const own = await enterBy('a');
      const ended = await enterBy('b');
      await enterBy('c');
      expect([await known(), await devices.countRemembered(own)]).toEqual([3, 2]);
      await devices.end(own, ended.id);
      expect(await devices.countRemembered(own)).toBe(1);
      await devices.forgetRemembered(own);
      expect([await known(), await devices.countRemembered(own)]).toEqual([1, 0]);
      expect(await actionsOf(company.people.dora)).toContain('device.forgotten');
      await enterBy('d');
      await devices.endOthers(own);
      expect(await known()).toBe(1);
      const looking = { ...own, viewer: { ...own.viewer, isReadOnly: true } };
      await expect(devices.forgetRemembered(looking)).rejects.toThrow('while you look');
    });

    it('are none of an admin who looks, and he ends none', async () => {
      const { devices } = booted.services;
      await endAll(company.people.dora);
      const own = await sessionOf(await enter('dora@lime.example'));
      const looked = await enter('dora@lime.example');
      const other = await sessionOf(looked);
      await db()('cp_sessions')
        .where({ public_id: other.id })
        .update({ viewed_by: MARA.id, viewed_by_name: MARA.name });
      expect(await devices.list(own)).toHaveLength(1);
      expect(await devices.end(own, other.id)).toBe(false);
      const looking = await sessionOf(looked);
      await expect(devices.end(looking, own.id)).rejects.toThrow('while you look');
      await expect(devices.endOthers(looking)).rejects.toThrow('while you look');
    });
  });
});

describe('pages of sessions', () => {
  let booted: Booted;

  beforeAll(async () => {
    booted = await bootStrapi({ pluginConfig: { signInTries: { address: 500, ip: 5000 } } });
    await foundCompany(booted);
  });
  afterAll(() => booted?.destroy());
  afterEach(() => jest.restoreAllMocks());

  const token = async (visitor: Visitor) =>
    fieldOf((await visitor.get('/support')).text, 'formToken');

  it('carry what the warning needs, and none of it for a remembered device or nobody', async () => {
    const visitor = await signedIn(booted, 'ana@harbour.example');
    const { text: page } = await visitor.get('/support').expect(200);
    expect(page).toMatch(/<dialog id="idle"[^>]*data-idle="86400000"/);
    expect(page).toMatch(/data-warns="120000"/);
    expect(page).toMatch(/<dialog[^>]* data-left="(863\d{5}|86400000)"/);
    const remembered = visitorOf(booted);
    await remembered
      .post('/support/sign-in', {
        email: 'ana@harbour.example',
        password: PASSWORD,
        remember: 'yes',
      })
      .expect(303);
    expect((await remembered.get('/support').expect(200)).text).not.toContain('id="idle"');
    expect((await visitorOf(booted).get('/support/sign-in')).text).not.toContain('id="idle"');
  });

  it('attack 31: let somebody stay by a form with its token only, never by opening an address', async () => {
    const visitor = await signedIn(booted, 'ana@harbour.example');
    const formToken = await token(visitor);
    const stay = jest.spyOn(booted.services.sessions, 'stay');
    await visitor.get('/support/stay-signed-in').expect(404);
    await visitor.post('/support/stay-signed-in', {}).expect(403);
    await visitor.post('/support/stay-signed-in', { formToken: 'x'.repeat(43) }).expect(403);
    await visitor
      .raw('post', '/support/stay-signed-in')
      .set('Origin', 'http://evil.test')
      .type('form')
      .send({ formToken })
      .expect(403);
    expect(stay).not.toHaveBeenCalled();
    const answer = await visitor.post('/support/stay-signed-in', { formToken }).expect(204);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(stay).toHaveBeenCalledTimes(1);
    await visitorOf(booted).post('/support/stay-signed-in', { formToken }).expect(401);
  });

  it('list devices, end one and end the others by forms', async () => {
    await booted.services.runtime.db('cp_sessions').delete();
    const visitor = await signedIn(booted, 'ben@harbour.example');
    const elsewhere = visitorOf(booted);
    await elsewhere
      .raw('post', '/support/sign-in')
      .set({ Origin: ORIGIN, 'User-Agent': SAFARI })
      .type('form')
      .send({ email: 'ben@harbour.example', password: PASSWORD })
      .expect(303);
    const third = await signedIn(booted, 'ben@harbour.example');
    const formToken = await token(visitor);
    const { text: page } = await visitor.get('/support/profile/devices').expect(200);
    expect(page).toContain('Safari on iPhone');
    expect(page).toContain('Unknown browser');
    expect(page).toContain('this device');
    expect(page).toContain('Sign out all 2 other devices');
    const device = /Sign out Safari on iPhone/.test(page)
      ? (/name="device" value="([a-z0-9]{24})"(?:(?!name="device").)*Sign out Safari/s.exec(
          page,
        )?.[1] ?? '')
      : '';
    await visitor.post('/support/profile/devices/end', { formToken, device }).expect(303);
    await elsewhere.get('/support').expect(303);
    await third.get('/support').expect(200);
    await visitor.post('/support/profile/devices/end-others', {}).expect(403);
    await visitor.post('/support/profile/devices/end-others', { formToken }).expect(303);
    await third.get('/support').expect(303);
    await visitor.get('/support').expect(200);
    for (const odd of ['', '\0', "'; --", 'x'.repeat(5000)])
      await visitor.post('/support/profile/devices/end', { formToken, device: odd }).expect(303);
    await visitor.get('/support').expect(200);
    const { text: signIns } = await visitor.get('/support/profile/sign-ins').expect(200);
    expect(signIns).toContain('Signed in by password');
    expect(signIns).toContain('Safari, iPhone');
  });
});
