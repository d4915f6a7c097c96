import type { AccessSettings } from '../../server/contracts/portal-settings';
import { providerSettings } from '../../server/contracts/identity-providers';
import type { CustomerSession } from '../../server/services/types';
import { number, select, selectOne, text } from '../../server/store/connection';
import { bumpVersion } from '../../server/store/counters';
import { addProvider, trashProvider, turnProvider } from '../../server/store/identity-providers';
import { addPasskey } from '../../server/store/passkeys';
import { Authenticator, type Lies } from '../support/authenticator';
import { stopBackground } from '../support/background';
import { fieldOf, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { portalOf, saveAccess } from '../support/portal-access';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60 * 1000;
const ORIGIN = 'http://localhost:4711';
const ELSEWHERE = 'http://brand.localhost:4712';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const MARA = {
  kind: 'agent' as const,
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['portal-read', 'portal-edit']),
};

describe.each(DATABASES)('passkeys on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  /** On the same host, and on another one. */
  let beside: number;
  let away: number;
  let now: number;
  let made = 0;
  let ips = 0;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 500, ip: 6 } },
    });
    // Each test sends what it wants to be sent.
    await stopBackground(booted);
    company = await foundCompany(booted, ORIGIN);
    const { portals } = booted.services;
    const portalOn = async (domainKey: number, slug: string) =>
      (
        await portals.createPortal({
          name: `${slug} support`,
          domainKey,
          slug,
          inboxKey: company.inboxKey,
        })
      ).key;
    beside = await portalOn(company.portal.domain.key, 'orchard');
    const other = await portals.createDomain({ origin: ELSEWHERE, primaryLanguage: 'en' });
    away = await portalOn(other.key, 'meadow');
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

  interface Person {
    id: string;
    key: number;
    address: string;
  }
  /** Somebody new, a member of all three portals. */
  async function person(domain = 'lime.example'): Promise<Person> {
    made += 1;
    const address = `vera.${made}@${domain}`;
    const contact = await booted.services.people.createContact({
      name: 'Vera Lind',
      address,
      password: PASSWORD,
      portalKeys: [company.portalKey, beside, away],
    });
    return { ...contact, address };
  }
  /** Each from an address of its own, so that no test uses up another's tries. */
  const origin = () => ({
    ip: `192.0.2.${(ips = (ips % 250) + 1)}`,
    userAgent: FIREFOX,
    previousToken: '',
    deviceToken: '',
  });
  async function sessionOf({ address }: Person, where = portal()): Promise<CustomerSession> {
    const answer = await booted.services.signIn.withPassword({
      portal: where,
      address,
      password: PASSWORD,
      remember: false,
      ...origin(),
    });
    if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
    const { session, factorDue } = await booted.services.sessions.findAt(answer.token, [where]);
    const found = session ?? factorDue;
    if (!found) throw new Error('no session');
    return found;
  }
  async function add(session: CustomerSession, device: Authenticator, lies: Lies = {}) {
    const { passkeys } = booted.services;
    const options = await passkeys.addingOptions(session);
    if (!options) throw new Error('no options');
    return passkeys.add(session, { posted: device.make(options, lies), ...origin() });
  }
  /** Somebody who has a passkey, and the device that it is in. */
  async function keyHolder(isSynced = false, domain?: string) {
    const owner = await person(domain);
    const session = await sessionOf(owner);
    const device = new Authenticator(ORIGIN, isSynced);
    expect((await add(session, device)).outcome).toBe('added');
    return { owner, session, device };
  }
  async function optionsAt(where = portal()): Promise<object> {
    const options = await booted.services.passkeySignIn.options(where);
    if (!options) throw new Error('no options');
    return options;
  }
  const enter = (posted: string, where = portal(), ip?: string) =>
    booted.services.passkeySignIn.enter({
      portal: where,
      posted,
      remember: false,
      ...origin(),
      ...(ip === undefined ? {} : { ip }),
    });
  const signIn = async (device: Authenticator, lies: Lies = {}, where = portal()) =>
    (await enter(device.sign(await optionsAt(where), lies), where)).outcome;
  const actionsOf = async ({ id }: Person) =>
    (
      await select(db(), 'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id', [id])
    ).map(({ action }) => text(action));
  const mailsTo = async ({ address }: Person) =>
    (
      await select(
        db(),
        'SELECT template, payload FROM cp_outbox WHERE to_address = ? ORDER BY created_at, id',
        [address],
      )
    ).map(({ template, payload }) => [
      text(template),
      (JSON.parse(text(payload)) as { change?: string }).change,
    ]);

  describe('in the profile', () => {
    it('are added by name of the browser, renamed and removed; it is recorded and mailed', async () => {
      const { passkeys } = booted.services;
      const { owner, session, device } = await keyHolder();
      const [first] = await passkeys.list(session);
      expect(first).toMatchObject({ name: 'Firefox, Linux', isSynced: false, lastAt: 0 });
      expect(await passkeys.count(owner.key)).toBe(1);
      const id = first?.id ?? '';
      expect(await passkeys.rename(session, id, '  My \n phone ')).toBe(true);
      expect(await passkeys.rename(session, id, ' ')).toBe(false);
      now += MINUTE;
      expect(await signIn(device)).toBe('signed-in');
      expect((await passkeys.list(session))[0]).toMatchObject({ name: 'My phone', lastAt: now });
      expect(await passkeys.remove(session, id)).toBe('removed');
      expect(await passkeys.remove(session, id)).toBe('unknown');
      expect(await signIn(device)).toBe('refused');
      expect((await actionsOf(owner)).filter((action) => action.startsWith('passkey'))).toEqual([
        'passkey.added',
        'passkey.renamed',
        'passkey.removed',
      ]);
      expect(await mailsTo(owner)).toEqual([
        ['second-factor-changed', 'passkeyAdded'],
        ['second-factor-changed', 'passkeyRemoved'],
      ]);
    });

    it('attack 30: are added and removed by whoever has just proven who it is, and by no admin who looks', async () => {
      const { passkeys } = booted.services;
      const { session, device } = await keyHolder();
      const posted = device.make((await passkeys.addingOptions(session)) ?? {});
      const [{ id = '' } = {}] = await passkeys.list(session);
      const looking = { ...session, viewer: { ...session.viewer, isReadOnly: true } };
      await expect(passkeys.rename(looking, id, 'Mine')).rejects.toThrow(/look as a customer/);
      await expect(passkeys.remove(looking, id)).rejects.toThrow(/look as a customer/);
      now += 11 * MINUTE;
      await expect(passkeys.addingOptions(session)).rejects.toThrow(/Confirm first/);
      await expect(passkeys.add(session, { posted, ...origin() })).rejects.toThrow(/Confirm first/);
      await expect(passkeys.remove(session, id)).rejects.toThrow(/Confirm first/);
    });

    it('ask the device for its owner, for nothing else of it, and not twice; the handle says nothing of anybody', async () => {
      const { passkeys } = booted.services;
      const { owner, session, device } = await keyHolder();
      const options = (await passkeys.addingOptions(session)) as {
        rp: object;
        user: { id: string; name: string };
        excludeCredentials: { id: string }[];
      };
      expect(options).toMatchObject({
        rp: { id: 'localhost', name: portal().company },
        attestation: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        pubKeyCredParams: [{ alg: -7 }, { alg: -8 }, { alg: -257 }],
      });
      expect(options.excludeCredentials.map(({ id }) => id)).toEqual([
        device.passkeys[0]?.id.toString('base64url'),
      ]);
      const again = (await passkeys.addingOptions(session)) as typeof options;
      expect(again.user.id).toBe(options.user.id);
      const handle = Buffer.from(options.user.id, 'base64url').toString('latin1');
      expect(handle).toHaveLength(32);
      expect(handle).not.toContain(owner.id);
    });

    it.each<[string, Lies]>([
      ['another origin', { origin: 'http://localhost:4799' }],
      ['another host', { host: 'evil.example' }],
      ['a challenge of nobody', { challenge: Buffer.from('guess').toString('base64url') }],
      ['another ceremony', { type: 'webauthn.get' }],
      ['nobody there', { isPresent: false }],
      ['an owner whom the device has not seen', { isVerified: false }],
    ])('are not made with %s', async (_, lies) => {
      const owner = await person();
      const session = await sessionOf(owner);
      expect((await add(session, new Authenticator(ORIGIN), lies)).outcome).toBe('refused');
      expect(await booted.services.passkeys.count(owner.key)).toBe(0);
      expect((await actionsOf(owner)).at(-1)).toBe('passkey.refused');
    });

    it('are made once by a challenge, in time, by the session and at the portal that asked', async () => {
      const { passkeys } = booted.services;
      const owner = await person();
      const [session, other, there] = [
        await sessionOf(owner),
        await sessionOf(owner),
        await sessionOf(owner, portal(beside)),
      ];
      const device = new Authenticator(ORIGIN);
      const options = async () => (await passkeys.addingOptions(session)) ?? {};
      const outcome = async (by: CustomerSession, posted: string) =>
        (await passkeys.add(by, { posted, ...origin() })).outcome;
      const asked = await options();
      expect(await outcome(other, device.make(asked))).toBe('refused');
      expect(await outcome(there, device.make(asked))).toBe('refused');
      expect(await outcome(session, device.make(asked))).toBe('added');
      expect(await outcome(session, device.make(asked))).toBe('refused');
      expect(await outcome(session, device.make(await optionsAt()))).toBe('refused');
      const late = device.make(await options());
      now += 5 * MINUTE;
      expect(await outcome(session, late)).toBe('refused');
      for (const posted of ['', '{', '[]', '{"id":"x"}', 'null', '"\\u0000"'])
        expect(await outcome(session, posted)).toBe('refused');
      expect(await passkeys.count(owner.key)).toBe(1);
    });

    it('belong to one person: a credential that somebody has is nobody else’s', async () => {
      const { passkeys } = booted.services;
      const { device } = await keyHolder();
      const thief = await sessionOf(await person());
      const id = device.passkeys[0]?.id;
      expect((await add(thief, new Authenticator(ORIGIN), { id })).outcome).toBe('refused');
      expect(await passkeys.list(thief)).toEqual([]);
      expect(await signIn(device)).toBe('signed-in');
    });

    it('are twenty at most on a host', async () => {
      const { passkeys } = booted.services;
      const { owner, session, device } = await keyHolder();
      const posted = device.make((await passkeys.addingOptions(session)) ?? {});
      for (let count = 1; count < 20; count += 1)
        await addPasskey(db(), {
          contactKey: owner.key,
          name: `No. ${count}`,
          host: 'localhost',
          credential: `x${count}`,
          credentialHash: `${owner.id} ${count}`,
          publicKey: '',
          counter: 0,
          transports: [],
          isSynced: false,
          now,
        });
      expect((await passkeys.add(session, { posted, ...origin() })).outcome).toBe('full');
      expect(await passkeys.addingOptions(session)).toBeNull();
      expect(await passkeys.list(session)).toHaveLength(20);
    });

    it('show those of this host alone, and change no others', async () => {
      const { passkeys } = booted.services;
      const { owner, session } = await keyHolder();
      const there = await sessionOf(owner, portal(away));
      expect(await passkeys.list(there)).toEqual([]);
      const [{ id = '' } = {}] = await passkeys.list(session);
      expect(await passkeys.remove(there, id)).toBe('unknown');
      expect(await passkeys.rename(there, id, 'Mine')).toBe(false);
      const stranger = await sessionOf(await person());
      expect(await passkeys.remove(stranger, id)).toBe('unknown');
      expect(await passkeys.rename(stranger, id, 'Mine')).toBe(false);
      expect(await passkeys.list(session)).toHaveLength(1);
      expect((await add(there, new Authenticator(ELSEWHERE))).outcome).toBe('added');
      expect(await passkeys.count(owner.key)).toBe(2);
    });
  });

  describe('sign in without a password', () => {
    it('by a passkey that nobody named, with the second factor in it', async () => {
      const { owner, device } = await keyHolder();
      const options = await optionsAt();
      expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
      expect(options).not.toHaveProperty('allowCredentials.0');
      const answer = await enter(device.sign(options));
      if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
      const session = await booted.services.sessions.find(answer.token, portal());
      expect(session).toMatchObject({ method: 'passkey', factor: 'passkey', factorNeed: 'none' });
      expect(session?.viewer.contactId).toBe(owner.id);
      // One passkey for every portal of the host.
      expect(await signIn(device, {}, portal(beside))).toBe('signed-in');
    });

    it.each<[string, Lies]>([
      ['another origin', { origin: ELSEWHERE }],
      ['the same host at another port', { origin: 'http://localhost:4712' }],
      ['another host', { host: 'evil.example' }],
      ['a challenge of nobody', { challenge: Buffer.from('guess').toString('base64url') }],
      ['another ceremony', { type: 'webauthn.create' }],
      ['nobody there', { isPresent: false }],
      ['an owner whom the device has not seen', { isVerified: false }],
    ])('not with %s', async (_, lies) => {
      const { device } = await keyHolder();
      expect(await signIn(device, lies)).toBe('refused');
      expect(await signIn(device)).toBe('signed-in');
    });

    it('not with the key of another passkey, nor with one that nobody knows', async () => {
      const { device } = await keyHolder();
      const other = new Authenticator(ORIGIN);
      other.make({ challenge: '', rp: { id: 'localhost' } });
      expect(await signIn(device, { key: other.passkeys[0]?.privateKey })).toBe('refused');
      expect(await signIn(other)).toBe('refused');
      for (const posted of ['', '{', 'null', '[]', '{"id":1}'])
        expect((await enter(posted)).outcome).toBe('refused');
    });

    it('once by a challenge, within five minutes, at the portal and for the purpose that it was made for', async () => {
      const { passkeyGiving } = booted.services;
      const { session, device } = await keyHolder();
      const posted = device.sign(await optionsAt());
      expect((await enter(posted)).outcome).toBe('signed-in');
      expect((await enter(posted)).outcome).toBe('refused');
      // Nor another signature of the same challenge, spelt in another way.
      const challenge = (JSON.parse(JSON.stringify(await optionsAt())) as { challenge: string })
        .challenge;
      expect(await signIn(device, { challenge })).toBe('signed-in');
      expect(await signIn(device, { challenge: `${challenge}=` })).toBe('refused');
      const late = device.sign(await optionsAt());
      now += 5 * MINUTE;
      expect((await enter(late)).outcome).toBe('refused');
      expect((await enter(device.sign(await optionsAt(portal(beside))))).outcome).toBe('refused');
      const proof = (await passkeyGiving.options(session)) ?? {};
      expect((await enter(device.sign(proof))).outcome).toBe('refused');
    });

    it('two at once with one challenge let one in', async () => {
      const { device } = await keyHolder(true);
      const options = await optionsAt();
      const answers = await Promise.all([
        enter(device.sign(options)),
        enter(device.sign(options)),
        enter(device.sign(options)),
      ]);
      expect(answers.filter(({ outcome }) => outcome === 'signed-in')).toHaveLength(1);
    });

    it('not by a copy, whose count goes back; synced ones do not count', async () => {
      const { owner, device } = await keyHolder();
      expect(await signIn(device, { counter: 7 })).toBe('signed-in');
      expect(await signIn(device, { counter: 7 })).toBe('refused');
      expect(await signIn(device, { counter: 3 })).toBe('refused');
      expect(await signIn(device, { counter: 0 })).toBe('refused');
      expect(await signIn(device, { counter: 8 })).toBe('signed-in');
      const wentBack = (await actionsOf(owner)).filter(
        (action) => action === 'passkey.counter-went-back',
      );
      expect(wentBack).toHaveLength(3);
      const synced = await keyHolder(true);
      expect(await signIn(synced.device)).toBe('signed-in');
      expect(await signIn(synced.device)).toBe('signed-in');
      expect(await booted.services.passkeys.list(synced.session)).toMatchObject([
        { isSynced: true },
      ]);
    });

    it('nobody who is disabled, blocked, in the bin, no member, or without an address', async () => {
      const { owner, device } = await keyHolder();
      const account = await selectOne(db(), 'SELECT user_id FROM cp_contacts WHERE id = ?', [
        owner.key,
      ]);
      const userKey = number(account?.user_id);
      const shut = async (table: string, where: object, out: object, back: object) => {
        await db()(table).where(where).update(out);
        expect(await signIn(device)).toBe('refused');
        await db()(table).where(where).update(back);
      };
      const membership = { contact_id: owner.key, portal_id: company.portalKey };
      await shut('cp_memberships', membership, { state: 'disabled' }, { state: 'registered' });
      await shut('up_users', { id: userKey }, { blocked: true }, { blocked: false });
      await shut('cp_contacts', { id: owner.key }, { trashed_at: now }, { trashed_at: 0 });
      await shut(
        'cp_contact_addresses',
        { contact_id: owner.key },
        { is_membership: false },
        { is_membership: true },
      );
      expect((await actionsOf(owner)).filter((one) => one === 'session.refused')).toHaveLength(3);
      await db()('cp_memberships').where(membership).update({ state: 'waiting' });
      expect(await signIn(device)).toBe('waiting');
      await db()('cp_memberships').where(membership).delete();
      expect(await signIn(device)).toBe('refused');
      expect(await signIn(device, {}, portal(beside))).toBe('signed-in');
    });

    it('not at a portal of another host, though it is the same person', async () => {
      const { device } = await keyHolder();
      const options = await optionsAt(portal(away));
      const posted = device.sign(options, { origin: ELSEWHERE });
      expect((await enter(posted, portal(away))).outcome).toBe('refused');
    });

    it('not where the portal takes none, or where providers alone let people in', async () => {
      const { session, device } = await keyHolder();
      const posted = device.sign(await optionsAt());
      await setAccess({ passkeys: false });
      expect((await enter(posted)).outcome).toBe('refused');
      expect(await booted.services.passkeySignIn.options(portal())).toBeNull();
      const off = { ...session, viewer: { ...session.viewer, portal: portal() } };
      expect(booted.services.passkeys.mayAdd(off)).toBe(false);
      expect(await booted.services.passkeys.addingOptions(off)).toBeNull();
      await setAccess({ passkeys: true });
      const alone = {
        ...portal(),
        settings: {
          ...portal().settings,
          access: { ...portal().settings.access, control: 'single-sign-on' as const },
        },
      };
      expect((await enter(device.sign(await optionsAt()), alone)).outcome).toBe('refused');
      expect(await signIn(device)).toBe('signed-in');
    });

    it('not whoever has an address of an identity provider’s e-mail domain', async () => {
      const { session, device } = await keyHolder(false, 'vouched.example');
      const settings = providerSettings.parse({
        name: 'Vouched',
        emailDomains: ['vouched.example'],
      });
      const refresh = async () => {
        await bumpVersion(db(), 'site');
        await booted.services.siteMap.refresh();
      };
      const provider = { preset: 'keycloak' as const, settings };
      const { key } = await addProvider(db(), company.portalKey, provider, now);
      await turnProvider(db(), key, true);
      await refresh();
      expect(await signIn(device)).toBe('refused');
      const there = { ...session, viewer: { ...session.viewer, portal: portal() } };
      expect(booted.services.passkeys.mayAdd(there)).toBe(false);
      await trashProvider(db(), key, now);
      await refresh();
      expect(await signIn(device)).toBe('signed-in');
    });

    it('attack 28: an IP that fails is stopped, and one that is right is not counted', async () => {
      const { device } = await keyHolder();
      const ip = '198.51.100.9';
      for (let count = 0; count < 8; count += 1)
        expect((await enter(device.sign(await optionsAt()), portal(), ip)).outcome).toBe(
          'signed-in',
        );
      for (let count = 0; count < 6; count += 1)
        expect((await enter('{}', portal(), ip)).outcome).toBe('refused');
      expect(await enter(device.sign(await optionsAt()), portal(), ip)).toMatchObject({
        outcome: 'limited',
      });
      expect(await signIn(device)).toBe('signed-in');
    });
  });

  describe('as second factor and as proof', () => {
    it('let a waiting session go on, by a passkey of its person alone', async () => {
      const { passkeyGiving, secondFactors, sessions } = booted.services;
      const { owner, session, device } = await keyHolder();
      const turned = await secondFactors.turnOnByPasskey(session);
      expect(turned.codes.length).toBeGreaterThan(0);
      const due = await sessionOf(owner);
      expect(due).toMatchObject({ factor: 'pending', factorNeed: 'ask' });
      const options = (await passkeyGiving.options(due)) ?? {};
      expect(options).toMatchObject({
        userVerification: 'preferred',
        allowCredentials: [{ id: device.passkeys[0]?.id.toString('base64url') }],
      });
      const give = async (by: CustomerSession, posted: string) =>
        passkeyGiving.give(by, posted, origin());
      const { device: strange } = await keyHolder();
      const other = await sessionOf(owner);
      const otherOptions = (await passkeyGiving.options(other)) ?? {};
      expect((await give(due, strange.sign(options))).outcome).toBe('wrong');
      expect((await give(due, device.sign(otherOptions))).outcome).toBe('wrong');
      expect((await give(due, device.sign(await optionsAt()))).outcome).toBe('wrong');
      expect((await give(due, device.sign(options, { origin: ELSEWHERE }))).outcome).toBe('wrong');
      expect((await give(due, '')).outcome).toBe('wrong');
      // Beside a password a touch is enough.
      const posted = device.sign(options, { isVerified: false });
      const given = await give(due, posted);
      if (given.outcome !== 'given') throw new Error(given.outcome);
      expect(await sessions.find(given.token, portal())).toMatchObject({ factor: 'passkey' });
      expect((await give(due, posted)).outcome).toBe('wrong');
      expect((await actionsOf(owner)).at(-2)).toBe('session.started');
      // Alone it is enough, and nothing more is asked for.
      expect(await signIn(device)).toBe('signed-in');
    });

    it('attack 30: prove who is signed in, for the session that asks, by the owner of the device', async () => {
      const { passkeyGiving, sessions } = booted.services;
      const { owner, session, device } = await keyHolder();
      now += 11 * MINUTE;
      const options = async (by = session) => (await passkeyGiving.options(by)) ?? {};
      const give = async (posted: string, by = session) => passkeyGiving.give(by, posted, origin());
      expect((await give(device.sign(await options(), { isVerified: false }))).outcome).toBe(
        'wrong',
      );
      const other = await sessionOf(owner);
      expect((await give(device.sign(await options(other)))).outcome).toBe('wrong');
      const given = await give(device.sign(await options()));
      if (given.outcome !== 'given') throw new Error(given.outcome);
      expect(await sessions.find(given.token, portal())).toMatchObject({
        provenAt: now,
        factor: 'none',
      });
      expect((await actionsOf(owner)).at(-1)).toBe('proof.given');
      // The session went on under another token: the one before proves nothing any more.
      expect((await give(device.sign(await options()))).outcome).toBe('over');
    });

    it('go with the last passkey, unless the portal asks for a second factor', async () => {
      const { passkeys, secondFactors } = booted.services;
      const { owner, session } = await keyHolder();
      await secondFactors.turnOnByPasskey(session);
      const [{ id = '' } = {}] = await passkeys.list(session);
      await setAccess({
        secondFactor: { required: 'everybody', groups: [], graceDays: 14, since: 0 },
      });
      const bound = { ...session, viewer: { ...session.viewer, portal: portal() } };
      expect(await passkeys.remove(bound, id)).toBe('required');
      expect(await passkeys.list(bound)).toHaveLength(1);
      await setAccess({
        secondFactor: { required: 'nobody', groups: [], graceDays: 14, since: 0 },
      });
      expect(await passkeys.remove(session, id)).toBe('removed-last');
      expect(await secondFactors.isOn(owner.key)).toBe(false);
      expect((await sessionOf(owner)).factor).toBe('none');
    });
  });

  // What the pages do with it is the same on every database.
  // The pages send no SQL of their own.
  if (database === 'sqlite')
    describe('on the pages', () => {
      const HOST = new URL(ORIGIN).host;
      const options = async (visitor: Visitor, purpose: string) =>
        visitor.post('/support/passkeys/options', { purpose });
      async function visitorAt({ address }: Person): Promise<Visitor> {
        const visitor = visitorOf(booted, HOST);
        await visitor.post('/support/sign-in', { email: address, password: PASSWORD }).expect(303);
        return visitor;
      }

      it('the sign-in page offers it to scripts alone, and says the same of a known and an unknown passkey', async () => {
        const { device } = await keyHolder();
        const visitor = visitorOf(booted, HOST);
        const { text: page } = await visitor.get('/support/sign-in').expect(200);
        expect(page).toContain('autocomplete="username webauthn"');
        expect(page).toMatch(/<div class="passkey" hidden data-passkey="sign-in"/);
        const asked = await options(visitor, 'sign-in');
        expect(asked.headers['cache-control']).toBe('private, no-store');
        const enterBy = (posted: string) =>
          visitor.post('/support/passkeys/sign-in', { passkey: posted, next: '/support/profile' });
        const unknown = new Authenticator(ORIGIN);
        unknown.make({ challenge: '', rp: { id: 'localhost' } });
        const [wrong, nobody] = [
          await enterBy(device.sign(asked.body as object, { isVerified: false })).expect(422),
          await enterBy(unknown.sign(asked.body as object)).expect(422),
        ];
        expect(nobody.text).toBe(wrong.text);
        expect(nobody.text).toContain('This passkey opens nothing here');
        const answer = await enterBy(
          device.sign((await options(visitor, 'sign-in')).body as object),
        );
        expect([answer.status, answer.headers.location]).toEqual([303, '/support/profile']);
        await visitor.get('/support/profile/devices').expect(200, /with a passkey/);
        await setAccess({ passkeys: false });
        const { text: without } = await visitorOf(booted, HOST).get('/support/sign-in').expect(200);
        expect(without).not.toContain('passkey');
        await visitorOf(booted, HOST)
          .post('/support/passkeys/sign-in', { passkey: '' })
          .expect(404);
        expect((await options(visitorOf(booted, HOST), 'sign-in')).status).toBe(403);
        await setAccess({ passkeys: true });
      });

      it('the profile adds and removes with the form’s token, and leads to the proof first', async () => {
        const owner = await person();
        const visitor = await visitorAt(owner);
        const profile = '/support/profile/second-step';
        const { text: page } = await visitor.get(profile).expect(200);
        const formToken = fieldOf(page, 'formToken');
        const device = new Authenticator(ORIGIN);
        const posted = device.make((await options(visitor, 'add')).body as object);
        const addBy = (fields: Record<string, string>) =>
          visitor.post('/support/profile/passkeys/add', fields);
        await addBy({ passkey: posted }).expect(403);
        await addBy({ passkey: '{}', formToken }).expect(422, /could not be added/);
        const added = await addBy({ passkey: posted, formToken }).expect(303);
        expect(added.headers.location).toBe(`${profile}?done=passkey-added`);
        const id = fieldOf((await visitor.get(profile)).text, 'passkey');
        const rename = (name: string) =>
          visitor.post('/support/profile/passkeys/rename', {
            formToken,
            passkey: id,
            [`name-${id}`]: name,
          });
        await rename(' ').expect(422, /Give the passkey a name/);
        await rename('<b>My phone</b>').expect(303);
        await visitor.get(profile).expect(200, /&lt;b>My phone|&lt;b&gt;My phone/);
        await db()('cp_sessions')
          .where({ contact_id: owner.key })
          .update({ proven_at: now - 11 * MINUTE });
        expect((await options(visitor, 'add')).status).toBe(403);
        for (const form of ['add', 'remove', 'ask']) {
          const answer = await visitor
            .post(`/support/profile/passkeys/${form}`, { formToken, passkey: id })
            .expect(303);
          expect(answer.headers.location).toMatch(/^\/support\/prove-it\?next=.*second-step/);
        }
      });

      it('tell options to nobody in particular only for signing in', async () => {
        const visitor = visitorOf(booted, HOST);
        for (const purpose of ['add', 'factor', 'proof', '', 'sign-out'])
          expect((await options(visitor, purpose)).status).toBe(403);
        await visitor.get('/support/passkeys/options').expect(404);
        await visitor
          .raw('post', '/support/passkeys/options')
          .set('Origin', 'http://evil.example')
          .type('form')
          .send({ purpose: 'sign-in' })
          .expect(403);
      });
    });
});
