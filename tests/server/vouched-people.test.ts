import bcrypt from '@node-rs/bcrypt';
import {
  providerSettings,
  type Claims,
  type ProviderPreset,
  type ProviderSettings,
} from '../../server/contracts/identity-providers';
import { ProviderRefusal } from '../../server/services/provider-engine';
import { sha256 } from '../../server/services/runtime';
import type { AdminActor } from '../../server/services/types';
import { insert, newId, number, select, text, type Row } from '../../server/store/connection';
import { bumpVersion } from '../../server/store/counters';
import { addProvider, saveProvider, turnProvider } from '../../server/store/identity-providers';
import { adminWith } from '../support/admin';
import { stopBackground } from '../support/background';
import { foundCompany, ORIGIN, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { portalOf, setSelfRegistration, type SomeAccess } from '../support/portal-access';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const ORIGIN_OF = { ip: '127.0.0.6', userAgent: 'test', previousToken: '', deviceToken: '' };

const ADMIN: AdminActor = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set(['contact-read', 'contact-edit', 'contact-merge', 'contact-erase', 'member-edit']),
};

type Some = Omit<Partial<ProviderSettings>, 'mapping' | 'company'> & {
  mapping?: Partial<ProviderSettings['mapping']>;
  company?: Partial<ProviderSettings['company']>;
};

describe.each(DATABASES)('people of identity providers on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let otherKey: number;
  let passwordHash: string;
  let count = 0;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 1000, ip: 10_000 } },
    });
    company = await foundCompany(booted);
    passwordHash = await bcrypt.hash(PASSWORD, 4);
    const domain = await select(db(), 'SELECT id FROM cp_domains WHERE origin = ?', [ORIGIN]);
    const other = await booted.services.portals.createPortal({
      name: 'Partner desk',
      domainKey: number(domain[0]?.id),
      slug: 'partners',
      inboxKey: company.inboxKey,
    });
    otherKey = other.key;
    await stopBackground(booted);
  });
  afterAll(() => booted?.destroy());
  beforeEach(() => setAccess({}));

  const db = () => booted.services.runtime.db;
  const here = (key = company.portalKey) => portalOf(booted, key);
  const setAccess = (access: SomeAccess) =>
    setSelfRegistration(booted, company.portalKey, { control: 'access-groups', ...access });

  async function refreshed(key: number) {
    await bumpVersion(db(), 'site');
    await booted.services.siteMap.refresh();
    const found = [here(), here(otherKey)]
      .flatMap(({ providers }) => providers)
      .find((one) => one.key === key);
    if (!found) throw new Error('The provider is not on the map');
    return found;
  }

  const settingsOf = (some: Some): ProviderSettings => {
    count += 1;
    const oidc = { issuer: `https://login-${count}.example`, clientId: 'portal' };
    return providerSettings.parse({ name: `Login ${count}`, oidc, ...some });
  };

  /** A provider of the portal, turned on. */
  async function provider(
    some: Some = {},
    preset: ProviderPreset = 'openid-connect',
    portalKey = company.portalKey,
  ) {
    const { key } = await addProvider(
      db(),
      portalKey,
      { preset, settings: settingsOf(some) },
      Date.now(),
    );
    await turnProvider(db(), key, true);
    return refreshed(key);
  }
  type Provider = Awaited<ReturnType<typeof provider>>;

  async function change(one: Provider, some: Some): Promise<Provider> {
    const settings = { ...one.settings, ...some } as ProviderSettings;
    await saveProvider(db(), one.key, { ...one, settings });
    return refreshed(one.key);
  }

  const verified = (email: string, more: Claims = {}): Claims => ({
    email,
    email_verified: true,
    ...more,
  });
  const enter = (one: Provider, subject: string, claims: Claims, session = '') =>
    booted.services.vouchedPeople.enter(
      here(one.portalKey),
      one,
      { subject, claims, session, idToken: `token of ${subject}` },
      { ...ORIGIN_OF, isRemembered: false },
    );
  /** The session's token, or the name of what is wrong. */
  async function outcome(one: Provider, subject: string, claims: Claims): Promise<string> {
    try {
      return (await enter(one, subject, claims)).token;
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      return error.problem;
    }
  }
  const sessionOf = async (token: string, portalKey = company.portalKey) =>
    booted.services.sessions.find(token, here(portalKey));
  async function entered(one: Provider, subject: string, claims: Claims) {
    const token = await outcome(one, subject, claims);
    const session = await sessionOf(token, one.portalKey);
    if (!session) throw new Error(`not in: ${token}`);
    return { token, id: session.viewer.contactId, key: session.viewer.contactKey, session };
  }

  const rowsOf = (table: string, contactKey: number): Promise<Row[]> =>
    select(db(), `SELECT * FROM ${table} WHERE contact_id = ? ORDER BY id`, [contactKey]);
  async function total(): Promise<number[]> {
    const tables = ['contacts', 'contact_addresses', 'contact_identities', 'memberships'];
    const counts = [];
    for (const table of [...tables.map((one) => `cp_${one}`), 'up_users', 'cp_activities'])
      counts.push(Number((await db()(table).count({ rows: '*' }))[0]?.rows));
    return counts;
  }
  const actionsOf = async (id: string): Promise<string[]> =>
    (
      await select(db(), 'SELECT action FROM cp_activities WHERE subject = ? ORDER BY id', [id])
    ).map((row) => text(row.action));
  const accountOf = async (contactKey: number): Promise<Row | undefined> =>
    (
      await select(
        db(),
        'SELECT u.* FROM up_users u JOIN cp_contacts c ON c.user_id = u.id WHERE c.id = ?',
        [contactKey],
      )
    )[0];

  const addUser = async (values: Row): Promise<number> => {
    await db()('up_users').insert({ document_id: newId(), provider: 'local', ...values });
    const [row] = await select(db(), 'SELECT id FROM up_users WHERE email = ?', [
      text(values.email),
    ]);
    return number(row?.id);
  };

  /** A member of the portal with a password, or of others; or one without an account. */
  async function person({ portalKeys = [company.portalKey], hasAccount = true } = {}) {
    count += 1;
    const address = `person${count}@harbour.example`;
    const made = await booted.services.people.createContact({
      name: `Person ${count}`,
      address,
      portalKeys,
    });
    if (hasAccount) {
      const values = { username: address, email: address, password: passwordHash };
      const user = await addUser({ ...values, confirmed: true, blocked: false });
      await db()('cp_contacts').where({ id: made.key }).update({ user_id: user });
    }
    return { ...made, address, subject: `sub-${count}` };
  }
  const withPassword = async (address: string) =>
    (
      await booted.services.signIn.withPassword({
        portal: here(),
        address,
        password: PASSWORD,
        remember: false,
        ip: '127.0.0.6',
        userAgent: 'test',
      })
    ).outcome;
  const fresh = () => {
    count += 1;
    return { address: `new${count}@new.example`, subject: `new-${count}` };
  };

  describe('who is known', () => {
    it('is linked by mail only where the provider has verified it (attack 27)', async () => {
      const one = await person();
      const plain = await provider({ admits: 'everyone' });
      const { address, subject } = one;
      const before = await total();
      for (const email_verified of [false, 'no', undefined])
        expect(await outcome(plain, subject, { email: address, email_verified })).toBe(
          'unverified-email',
        );
      expect(await outcome(plain, subject, { email_verified: true })).toBe('no-email');
      expect(await outcome(plain, '', verified(address))).toBe('no-subject');
      const entra = await provider({ admits: 'everyone' }, 'entra');
      expect(await outcome(entra, subject, verified(address))).toBe('unverified-email');
      const saml = await provider({ admits: 'everyone' }, 'saml');
      expect(await outcome(saml, subject, { mail: address })).toBe('unverified-email');
      expect(await total()).toEqual(before);

      const { id, session } = await entered(plain, subject, verified(address.toUpperCase()));
      expect(id).toBe(one.id);
      expect(session.method).toBe('oidc');
      const trusting = await change(entra, {
        emailTrust: 'domains',
        trustedDomains: ['harbour.example'],
      });
      expect((await entered(trusting, 'tenant user', { email: address })).id).toBe(one.id);
      expect(
        (await entered(await change(saml, { emailTrust: 'always' }), subject, { mail: address }))
          .session.method,
      ).toBe('saml');
    });

    it('keeps password and name, is linked once, and has a session that the provider may end', async () => {
      const one = await person();
      const plain = await provider();
      const { token } = await enter(
        plain,
        one.subject,
        verified(one.address, { name: 'Other' }),
        'sid-1',
      );
      await enter(plain, one.subject, verified(one.address));
      expect(
        (await actionsOf(one.id)).filter((action) => action === 'contact.identity-linked'),
      ).toHaveLength(1);
      expect(await rowsOf('cp_contact_identities', one.key)).toHaveLength(1);
      expect(await withPassword(one.address)).toBe('signed-in');
      expect((await sessionOf(token))?.name).toBe(`Person ${one.address.replace(/\D/g, '')}`);
      const [row] = await select(db(), 'SELECT * FROM cp_sessions WHERE token_hash = ?', [
        sha256(token),
      ]);
      expect(row).toMatchObject({
        provider_session: sha256('sid-1'),
        provider_subject: sha256(one.subject),
        factor: 'none',
      });
      expect(number(row?.provider_id)).toBe(plain.key);
      expect(booted.services.secrets.open('provider-token', text(row?.provider_token))).toBe(
        `token of ${one.subject}`,
      );
      const strong = await change(plain, { isSecondFactor: true });
      expect((await entered(strong, one.subject, {})).session.factor).toBe('provider');
    });

    it('stays known by the subject when the address changes at the provider, whoever has that one here', async () => {
      const one = await person();
      const plain = await provider();
      await enter(plain, one.subject, verified(one.address));
      for (const claims of [verified('ben@harbour.example'), { email: 'x@y.example' }, {}])
        expect((await entered(plain, one.subject, claims)).id).toBe(one.id);
    });

    it('is not whoever has the address at the provider later, before an admin unlinks it', async () => {
      const one = await person();
      const plain = await provider({ admits: 'everyone' });
      const { token } = await enter(plain, one.subject, verified(one.address));
      expect(await outcome(plain, 'the next one', verified(one.address))).toBe('not-let-in');
      const { contactIdentities } = booted.services;
      const reader = { ...ADMIN, can: new Set(['member-read']) };
      const [known] = (await contactIdentities.list(reader, one.id)) ?? [];
      expect(known).toMatchObject({ subject: one.subject, provider: plain.settings.name });
      await expect(contactIdentities.unlink(reader, one.id, known?.id ?? '')).rejects.toThrow();
      expect(
        await contactIdentities.unlink(ADMIN, company.people.ana.id, known?.id ?? ''),
      ).toBeNull();
      expect(await contactIdentities.unlink(ADMIN, one.id, known?.id ?? '')).toEqual([]);
      expect(await sessionOf(token)).toBeNull();
      expect(await actionsOf(one.id)).toContain('contact.identity-unlinked');
      expect((await entered(plain, 'the next one', verified(one.address))).id).toBe(one.id);
    });

    it('is nobody by the same subject at another provider, or once another issuer speaks for it', async () => {
      const one = await person();
      const plain = await provider();
      await enter(plain, one.subject, verified(one.address));
      const second = await provider();
      expect(await outcome(second, one.subject, {})).toBe('no-email');
      expect((await entered(second, one.subject, verified('ben@harbour.example'))).id).toBe(
        company.people.ben.id,
      );
      const moved = await change(plain, {
        oidc: { ...plain.settings.oidc, issuer: 'https://elsewhere.example' },
      });
      expect(await outcome(moved, one.subject, {})).toBe('no-email');
      expect((await entered(moved, 'renamed', verified(one.address))).id).toBe(one.id);
    });

    it('never is by another address of a contact that it has not proven', async () => {
      const one = await person();
      const plain = await provider({ admits: 'everyone' });
      const row = {
        contact_id: one.key,
        address: 'shared@lime.example',
        address_hash: sha256('shared@lime.example'),
        email_domain: 'lime.example',
        is_primary: false,
        is_membership: false,
      };
      const { key } = await insert(db(), 'cp_contact_addresses', { ...row, verified_at: 0 });
      expect(await outcome(plain, one.subject, verified('shared@lime.example'))).toBe('not-let-in');
      await db()('cp_contact_addresses').where({ id: key }).update({ verified_at: 1 });
      expect((await entered(plain, one.subject, verified('shared@lime.example'))).id).toBe(one.id);
    });

    it('loses a password that somebody set before the address was proven', async () => {
      const plain = await provider();
      const one = await person();
      await db()('cp_contact_addresses').where({ contact_id: one.key }).update({ verified_at: 0 });
      const { token } = await enter(plain, one.subject, verified(one.address));
      expect((await accountOf(one.key))?.password).toBeNull();
      expect(await withPassword(one.address)).toBe('refused');
      expect(await sessionOf(token)).not.toBeNull();

      const store = booted.strapi.store({
        type: 'plugin',
        name: 'users-permissions',
        key: 'advanced',
      });
      const known = (await store.get({})) as object;
      await store.set({ value: { ...known, email_confirmation: true } });
      const two = await person();
      const account = await accountOf(two.key);
      await db()('up_users')
        .where({ id: number(account?.id) })
        .update({ confirmed: false });
      await enter(plain, two.subject, verified(two.address));
      expect(await accountOf(two.key)).toMatchObject({ password: null });
      await store.set({ value: known });
    });
  });

  describe('who may enter', () => {
    it('are members only, unless the provider admits everybody; refusals are the same and leave nothing behind', async () => {
      const plain = await provider();
      const elsewhere = await person({ portalKeys: [otherKey] });
      const disabled = await person();
      await db()('cp_memberships')
        .where({ contact_id: disabled.key })
        .update({ state: 'disabled' });
      const blocked = await person();
      await db()('up_users').where({ email: blocked.address }).update({ blocked: true });
      const trashed = await person();
      await booted.services.contacts.trash(ADMIN, trashed.id);
      const before = await total();
      for (const one of [fresh(), elsewhere, disabled, blocked, trashed])
        expect(await outcome(plain, one.subject, verified(one.address))).toBe('not-let-in');
      const everybody = await change(plain, { admits: 'everyone' });
      for (const one of [disabled, blocked, trashed])
        expect(await outcome(everybody, one.subject, verified(one.address))).toBe('not-let-in');
      expect(await total()).toEqual(before);
      expect((await entered(everybody, elsewhere.subject, verified(elsewhere.address))).id).toBe(
        elsewhere.id,
      );
    });

    it('are told that they wait where an admin has yet to approve them', async () => {
      const plain = await provider({ admits: 'everyone' });
      const one = await person();
      await db()('cp_memberships').where({ contact_id: one.key }).update({ state: 'waiting' });
      expect(await outcome(plain, one.subject, verified(one.address))).toBe('waiting');
      expect(await rowsOf('cp_contact_identities', one.key)).toHaveLength(0);
    });

    it('are invited contacts, whose account appears with it', async () => {
      const plain = await provider();
      const one = await person({ portalKeys: [], hasAccount: false });
      expect(await outcome(plain, one.subject, verified(one.address))).toBe('not-let-in');
      expect(await accountOf(one.key)).toBeUndefined();
      await insert(db(), 'cp_memberships', {
        contact_id: one.key,
        portal_id: company.portalKey,
        state: 'invited',
      });
      expect((await entered(plain, one.subject, verified(one.address))).id).toBe(one.id);
      expect(await accountOf(one.key)).toMatchObject({ email: one.address, password: null });
      expect(await actionsOf(one.id)).toContain('contact.registered');
    });

    it('are shut out by what happens after their first sign-in', async () => {
      const plain = await provider({ admits: 'everyone' });
      const [disabled, trashed, erased] = [await person(), await person(), await person()];
      for (const one of [disabled, trashed, erased])
        await enter(plain, one.subject, verified(one.address));
      await db()('cp_memberships')
        .where({ contact_id: disabled.key })
        .update({ state: 'disabled' });
      await booted.services.contacts.trash(ADMIN, trashed.id);
      await booted.services.erasure.erase(ADMIN, erased.id, {});
      expect(await rowsOf('cp_contact_identities', erased.key)).toHaveLength(0);
      expect(await outcome(plain, disabled.subject, {})).toBe('not-let-in');
      expect(await outcome(plain, trashed.subject, {})).toBe('not-let-in');
      expect(await outcome(plain, erased.subject, {})).toBe('no-email');
      await booted.services.contacts.restore(ADMIN, trashed.id);
      expect((await entered(plain, trashed.subject, {})).id).toBe(trashed.id);
    });

    it('are not those of an e-mail domain that another provider answers for', async () => {
      const plain = await provider({ admits: 'everyone' });
      const own = await provider({ admits: 'everyone', emailDomains: ['new.example'] });
      const [one, two] = [fresh(), fresh()];
      expect(await outcome(plain, one.subject, verified(one.address))).toBe('not-let-in');
      const { key } = await entered(own, two.subject, verified(two.address));
      await turnProvider(db(), own.key, false);
      await refreshed(own.key);
      await enter(plain, one.subject, verified(one.address));
      await turnProvider(db(), own.key, true);
      await refreshed(own.key);
      expect(await outcome(plain, one.subject, {})).toBe('not-let-in');
      expect((await entered(own, two.subject, {})).key).toBe(key);
      await turnProvider(db(), own.key, false);
    });

    it('follow a merge, with the second factor of the account that stays', async () => {
      const plain = await provider();
      const [winner, loser] = [await person({ portalKeys: [], hasAccount: false }), await person()];
      await enter(plain, loser.subject, verified(loser.address));
      await insert(db(), 'cp_second_factors', { contact_id: loser.key, is_on: true });
      await booted.services.contactMerge.merge(ADMIN, winner.id, { loser: loser.id, choices: {} });
      expect(await rowsOf('cp_contact_identities', loser.key)).toHaveLength(0);
      expect(await rowsOf('cp_second_factors', winner.key)).toHaveLength(1);
      const token = await outcome(plain, loser.subject, {});
      const found = await booted.services.sessions.findAt(token, [here()]);
      expect(found.session).toBeNull();
      expect(found.factorDue?.viewer.contactId).toBe(winner.id);

      const [kept, gone] = [await person(), await person()];
      for (const table of ['cp_second_factors', 'cp_passkeys'])
        await insert(db(), table, {
          contact_id: gone.key,
          ...(table === 'cp_passkeys' ? { credential_hash: newId() } : { is_on: true }),
        });
      await booted.services.contactMerge.merge(ADMIN, kept.id, { loser: gone.id, choices: {} });
      for (const { key } of [kept, gone])
        for (const table of ['cp_second_factors', 'cp_passkeys'])
          expect(await rowsOf(table, key)).toHaveLength(0);
    });
  });

  describe('who is new', () => {
    it('gets contact and account where everybody is admitted, and is known from then on', async () => {
      const plain = await provider({ admits: 'everyone' });
      const { address, subject } = fresh();
      const claims = verified(address, { name: 'Nia <b>New</b>', locale: 'fr-CA' });
      const { id, key, session } = await entered(plain, subject, claims);
      expect(session).toMatchObject({ name: 'Nia b New /b', language: 'fr', address });
      expect(await accountOf(key)).toMatchObject({ password: null, provider: 'local' });
      expect(await actionsOf(id)).toEqual(['contact.registered', 'session.started']);
      expect((await entered(plain, subject, {})).id).toBe(id);
      expect(await rowsOf('cp_contact_companies', key)).toHaveLength(0);
      const nameless = fresh();
      const { session: other } = await entered(plain, nameless.subject, verified(nameless.address));
      expect(other.name).toBe(nameless.address.split('@')[0]);
    });

    it('gets one contact, and a known one one identity, however many sign-ins come at once', async () => {
      const plain = await provider({ admits: 'everyone' });
      const known = await person();
      for (const { address, subject } of [fresh(), known]) {
        const tokens = await Promise.all(
          [1, 2, 3].map(() => outcome(plain, subject, verified(address))),
        );
        const ids = await Promise.all(
          tokens.map(async (token) => (await sessionOf(token))?.viewer.contactKey),
        );
        expect(new Set(ids).size).toBe(1);
        expect(ids[0]).toBeGreaterThan(0);
        expect(await rowsOf('cp_contact_identities', ids[0] ?? 0)).toHaveLength(1);
        const accounts = await select(db(), 'SELECT id FROM up_users WHERE email = ?', [address]);
        expect(accounts).toHaveLength(1);
      }
    });

    it('takes over an account of the site without a password that nobody proved, and no blocked one', async () => {
      const plain = await provider({ admits: 'everyone' });
      const account = async (blocked: boolean) => {
        const one = fresh();
        const values = { username: one.subject, email: one.address, password: 'a hash' };
        await addUser({ ...values, confirmed: false, blocked });
        return one;
      };
      const [open, blocked] = [await account(false), await account(true)];
      const { key } = await entered(plain, open.subject, verified(open.address));
      expect(await accountOf(key)).toMatchObject({ username: open.subject, password: null });
      const before = await total();
      expect(await outcome(plain, blocked.subject, verified(blocked.address))).toBe('not-let-in');
      expect(await total()).toEqual(before);
    });
  });

  describe('what people belong to', () => {
    const newCompany = (name: string, emailDomains: string[] = []) =>
      booted.services.people.createCompany({ name: `${name} ${newId()}`, emailDomains });
    const linksOf = async (contactKey: number) =>
      (await rowsOf('cp_contact_companies', contactKey)).map((row) => number(row.company_id));

    it('is a company by domain, by a claim or a fixed one, which never shows its tickets by itself', async () => {
      const domain = `d${newId()}.example`;
      const [ofDomain, ofClaim, fixed] = [
        await newCompany('Domain', [domain]),
        await newCompany('Claim'),
        await newCompany('Fixed'),
      ];
      const values = [{ value: 'tenant-1', id: ofClaim.id }];
      const rules = [
        [{ by: 'none' }, []],
        [{ by: 'domain' }, [ofDomain.key]],
        [{ by: 'claim', values }, [ofClaim.key]],
        [{ by: 'fixed', fixed: fixed.id }, [fixed.key]],
      ] as const;
      for (const [rule, expected] of rules) {
        const some = { admits: 'everyone', company: rule, mapping: { company: 'org' } } as Some;
        const one = await provider(some);
        const claims = verified(`${newId()}@${domain}`, { org: 'tenant-1' });
        const { key, session } = await entered(one, newId(), claims);
        expect(await linksOf(key)).toEqual(expected);
        expect(session.viewer.companyKeys).toEqual([]);
        for (const row of await rowsOf('cp_contact_companies', key))
          expect(
            [row.is_primary, row.is_by_domain, row.sees_tickets, row.is_manager].map(Boolean),
          ).toEqual([true, true, false, false]);
      }
    });

    it('is added at a later sign-in too, but not once it was left', async () => {
      const { key: companyKey, id } = await newCompany('Later');
      const plain = await provider({
        company: { by: 'claim', values: [{ value: 't', id }] },
        mapping: { company: 'org' },
      });
      const one = await person();
      await enter(plain, one.subject, verified(one.address, { org: 'unknown' }));
      expect(await linksOf(one.key)).not.toContain(companyKey);
      await enter(plain, one.subject, { org: 't' });
      expect(await linksOf(one.key)).toContain(companyKey);
      const link = { contact_id: one.key, company_id: companyKey };
      const [row] = (await db()('cp_contact_companies').where(link)) as Row[];
      expect([row?.sees_tickets, row?.is_manager].map(Boolean)).toEqual([false, false]);
      await db()('cp_contact_companies').where(link).update({ left_at: 1 });
      await enter(plain, one.subject, { org: 't' });
      const [left] = (await db()('cp_contact_companies').where(link)) as Row[];
      expect(number(left?.left_at)).toBe(1);
    });

    it('are the groups that the provider names, and none of the others; one that is lost closes the portal at once', async () => {
      const { accessGroups } = booted.services;
      const [vip, staff, own] = [
        await accessGroups.define({ name: `VIP ${newId()}` }),
        await accessGroups.define({ name: `Staff ${newId()}` }),
        await accessGroups.define({ name: `Own ${newId()}` }),
      ];
      const dynamic = await accessGroups.define({
        name: `Dynamic ${newId()}`,
        filterGroups: [
          { conditions: [{ property: 'email_domain', operator: 'is', values: ['none.example'] }] },
        ],
      });
      await setAccess({ groups: [vip.id] });
      const groups = [
        { value: 'vip', id: vip.id },
        { value: 'VIP too', id: vip.id },
        { value: 'staff', id: staff.id },
        { value: 'vip', id: dynamic.id },
      ];
      const plain = await provider({ admits: 'everyone', groups });
      const { address, subject } = fresh();
      const before = await total();
      expect(await outcome(plain, subject, verified(address, { groups: ['staff'] }))).toBe(
        'not-let-in',
      );
      expect(await total()).toEqual(before);

      const first = await entered(plain, subject, verified(address, { groups: ['vip', 'staff'] }));
      const groupsOf = async () =>
        (await rowsOf('cp_access_group_members', first.key))
          .map((row) => number(row.group_id))
          .sort();
      expect(await groupsOf()).toEqual([vip.key, staff.key].sort());
      await booted.services.runtime.transaction(async (trx) => {
        await insert(trx, 'cp_access_group_members', { group_id: own.key, contact_id: first.key });
      });
      await entered(plain, subject, { groups: 'VIP too' });
      expect(await groupsOf()).toEqual([vip.key, own.key].sort());

      expect(await sessionOf(first.token)).not.toBeNull();
      expect(await outcome(plain, subject, { groups: ['staff'] })).toBe('not-let-in');
      expect(await groupsOf()).toEqual([staff.key, own.key].sort());
      expect(await sessionOf(first.token)).toBeNull();
      expect((await entered(plain, subject, { groups: ['vip'] })).id).toBe(first.id);
      expect(await actionsOf(vip.id)).toEqual(
        expect.arrayContaining(['access-group.members-added', 'access-group.members-removed']),
      );
    });

    it('are groups that let in whoever is in them, and nobody who left them a second ago', async () => {
      const group = await booted.services.accessGroups.define({ name: `Group ${newId()}` });
      await setAccess({ groups: [group.id] });
      const plain = await provider();
      const one = await person();
      expect(await outcome(plain, one.subject, verified(one.address))).toBe('not-let-in');
      const member = { document_id: newId(), group_id: group.key, contact_id: one.key };
      await db()('cp_access_group_members').insert(member);
      const { token } = await entered(plain, one.subject, verified(one.address));
      await db()('cp_access_group_members').where({ contact_id: one.key }).delete();
      expect(await outcome(plain, one.subject, {})).toBe('not-let-in');
      expect(await sessionOf(token)).toBeNull();
    });
  });

  it('finds again what somebody had typed before, however long, at that portal alone', async () => {
    const { typedTexts } = booted.services;
    const typed = { next: '/support/new', fields: { body: 'Ünïcödé 🙂 '.repeat(12_000) } };
    const kept = await typedTexts.keep(here(), typed, '192.0.2.9');
    if (kept.outcome !== 'kept') throw new Error(kept.outcome);
    expect(await typedTexts.find(here(), kept.token)).toEqual(typed);
    expect(await typedTexts.find(here(otherKey), kept.token)).toBeNull();
    expect(await typedTexts.find(here(), 'x'.repeat(43))).toBeNull();
  });

  it('takes over name and language at each sign-in only where it is told to', async () => {
    const plain = await provider();
    const one = await person();
    const claims = verified(one.address, { name: 'Changed There', locale: 'fr' });
    expect((await entered(plain, one.subject, claims)).session.name).not.toBe('Changed There');
    const updating = await change(plain, { updatesProfile: true });
    const { session } = await entered(updating, one.subject, claims);
    expect(session).toMatchObject({ name: 'Changed There', language: 'fr' });
    expect(await actionsOf(one.id)).toContain('contact.updated');
    const { session: again } = await entered(updating, one.subject, {
      name: 'x@y.example',
      locale: 'xx',
    });
    expect(again).toMatchObject({ name: 'Changed There', language: 'fr' });
  });

  it('shows beforehand how somebody would enter, and what would be wrong, and changes nothing', async () => {
    const { accessGroups, people, vouchedPeople } = booted.services;
    const group = await accessGroups.define({ name: `Shown ${newId()}` });
    const shown = await people.createCompany({ name: 'Shown company', emailDomains: [] });
    const plain = await provider({
      admits: 'everyone',
      groups: [
        { value: 'a', id: group.id },
        { value: 'b', id: newId() },
      ],
      company: { by: 'fixed', fixed: shown.id },
    });
    const one = fresh();
    const preview = (claims: Claims, settings: Some = {}) =>
      vouchedPeople.preview(
        here(),
        { ...plain, settings: { ...plain.settings, ...settings } as ProviderSettings },
        { subject: one.subject, claims },
      );
    const before = await total();
    expect(await preview(verified(one.address, { groups: ['a', 'b'], locale: 'fr' }))).toEqual({
      address: one.address,
      isVerified: true,
      name: one.address.split('@')[0],
      language: 'fr',
      company: shown.id,
      companyName: 'Shown company',
      groups: [{ id: group.id, name: expect.stringContaining('Shown') }],
      problem: '',
      detail: '',
    });
    expect(await preview({ email: one.address })).toMatchObject({ problem: 'unverified-email' });
    expect(await preview({})).toMatchObject({ problem: 'no-email', address: '' });
    expect(await preview(verified(one.address), { admits: 'members' })).toMatchObject({
      problem: 'not-let-in',
      detail: 'Unknown, and only members may enter.',
    });
    expect(await total()).toEqual(before);
  });

  if (database === 'sqlite')
    it('is shown on the page of a contact and unlinked there, by whoever may', async () => {
      const plain = await provider();
      const one = await person();
      await enter(plain, one.subject, verified(one.address));
      const route = `/contacts/${one.id}/identities`;
      const reader = await adminWith(booted, 'Rea', ['members.member-read']);
      const editor = await adminWith(booted, 'Edi', ['members.member-read', 'members.member-edit']);
      const { body } = await reader.get(route).expect(200);
      expect(body).toEqual([
        {
          id: expect.any(String),
          provider: plain.settings.name,
          portal: { id: here().id, name: here().name },
          subject: one.subject,
          linkedAt: expect.any(Number),
          lastAt: expect.any(Number),
        },
      ]);
      const unlink = `${route}/${body[0].id}/unlink`;
      await reader.post(unlink, {}).expect(403);
      await editor.get('/contacts/nobody/identities').expect(404);
      expect((await editor.post(unlink, {}).expect(200)).body).toEqual([]);
      await editor.post(unlink, {}).expect(404);
    });
});
