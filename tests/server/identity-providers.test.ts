import {
  MOST_PROVIDERS,
  type ProviderDetail,
  type ProviderInput,
  type ProviderTest,
} from '../../server/contracts/identity-providers';
import { ProviderRefusal } from '../../server/services/provider-engine';
import type { PortalRecord } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { signedIn } from '../support/browserless';
import { foundCompany, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const SECRET = 'quay-lantern-0417-very-secret';
const MINUTE = 60_000;

describe.each(DATABASES)('identity providers of a portal, on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let reader: AdminClient;
  let stranger: AdminClient;
  let list: string;
  let id: string;
  /** Every body that an admin was answered with. */
  let answers = '';

  const now = Date.now;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    list = `/portals/${company.portal.id}/identity-providers`;
    admin = listening(
      await adminWith(booted, 'Nils', ['portals.portal-read', 'portals.portal-edit']),
    );
    reader = await adminWith(booted, 'Rosa', ['portals.portal-read']);
    stranger = await adminWith(booted, 'Stig', ['inboxes.inbox-read']);
  });
  afterAll(() => booted?.destroy());
  afterEach(() => {
    booted.services.runtime.now = now;
  });

  function listening(client: AdminClient): AdminClient {
    const heard = (name: 'get' | 'post' | 'put' | 'delete') =>
      ((path: string, body: object) =>
        client[name](path, body).expect(({ text }) => {
          answers += text;
        })) as never;
    return {
      ...client,
      get: heard('get'),
      post: heard('post'),
      put: heard('put'),
      delete: heard('delete'),
    };
  }
  const portal = (): PortalRecord => {
    const found = booted.services.siteMap.portals().find((one) => one.id === company.portal.id);
    if (!found) throw new Error('The portal is not on the map');
    return found;
  };
  const provider = (of = id) => {
    const found = portal().providers.find((one) => one.id === of);
    if (!found) throw new Error('The provider is not on the map');
    return found;
  };
  const detail = async (of = id): Promise<ProviderDetail> =>
    (await admin.get(`${list}/${of}`).expect(200)).body;
  const create = async (preset: string): Promise<string> =>
    (await admin.post(list, { preset }).expect(201)).body.id;
  const save = async (change: Partial<ProviderInput>, of = id) =>
    admin.put(`${list}/${of}`, { ...(await detail(of)).settings, ...change });
  const turn = (isOn: boolean, of = id) => admin.put(`${list}/${of}/state`, { isOn });
  const connected = (issuer = 'https://id.harbour.example') => ({
    oidc: { issuer, clientId: 'portal', scopes: ['email', 'profile'] },
  });
  const problemsOf = ({ status, body }: { status: number; body: unknown }) => {
    const { error } = body as {
      error: { message: string; details: { errors?: { path: string[]; message: string }[] } };
    };
    return {
      status,
      fields: error.details.errors?.map(({ path }) => path.join('.')),
      message: error.message,
    };
  };
  async function startTest(of = id): Promise<string> {
    const { body } = await admin.post(`${list}/${of}/tests`, {}).expect(201);
    return new URL(body.address).searchParams.get('test') ?? '';
  }
  const lastTest = async (of = id): Promise<ProviderTest | null> =>
    (await admin.get(`${list}/${of}/tests/last`).expect(200)).body.test;
  const vouched = (claims: Record<string, unknown> = { email: 'ana@harbour.example' }) => ({
    vouched: { subject: 's-1', claims, session: '', idToken: '' },
  });
  /** As the browser's round trip ends. */
  async function verify(of = id): Promise<void> {
    const token = await startTest(of);
    await booted.services.providerTests.note(portal(), provider(of), token, vouched());
  }
  const entries = async (of = id): Promise<{ action: string; changes: string }[]> => {
    const rows: { action: string; changes: unknown }[] = await booted.services.runtime
      .db('cp_activities')
      .select('action', 'changes')
      .where({ subject: of })
      .orderBy('id');
    return rows.map(({ action, changes }) => ({
      action,
      changes: typeof changes === 'string' ? changes : JSON.stringify(changes),
    }));
  };
  const sealed = async (of = id): Promise<string> =>
    (await booted.services.runtime.db('cp_identity_providers').where({ document_id: of }).first())
      .client_secret;

  it('are for those who may see or change portals, and 404 for what is not there', async () => {
    id = await create('openid-connect');
    await reader.get(list).expect(200);
    await reader.get(`${list}/${id}`).expect(200);
    await reader.get(`${list}/${id}/tests/last`).expect(200);
    await stranger.get(list).expect(403);
    await stranger.get(`${list}/${id}`).expect(403);
    for (const [method, path, body] of [
      ['post', list, { preset: 'google' }],
      ['put', `${list}/${id}`, (await detail()).settings],
      ['put', `${list}/${id}/state`, { isOn: false }],
      ['post', `${list}/${id}/tests`, {}],
      ['post', `${list}/${id}/preview`, (await detail()).settings],
      ['post', `${list}/${id}/metadata`, { url: 'https://id.harbour.example' }],
      ['delete', `${list}/${id}`, {}],
    ] as const)
      expect([method, path, (await reader[method](path, body)).status]).toEqual([
        method,
        path,
        403,
      ]);
    const none = 'a'.repeat(24);
    await admin.get(`${list}/${none}`).expect(404);
    await admin.put(`${list}/${none}/state`, { isOn: true }).expect(404);
    await admin.post(`${list}/${none}/tests`, {}).expect(404);
    await admin.get(`/portals/${none}/identity-providers`).expect(404);
    await admin.post(`/portals/${none}/identity-providers`, { preset: 'google' }).expect(404);
    // Of one portal, not of another.
    const other = await booted.services.portals.createPortal({
      name: 'Partner desk',
      domainKey: portal().domain.key,
      slug: 'partners',
      inboxKey: company.inboxKey,
    });
    const elsewhere = booted.services.siteMap.portalByKey(other.key)?.id ?? '';
    await admin.get(`/portals/${elsewhere}/identity-providers/${id}`).expect(404);
    await admin.delete(`/portals/${elsewhere}/identity-providers/${id}`).expect(404);
  });

  it('begin with what their preset knows, and name the addresses to copy', async () => {
    const google = await create('google');
    const found = await detail(google);
    expect(found).toMatchObject({
      preset: 'google',
      kind: 'oidc',
      isOn: false,
      hasSecret: false,
      verifiedAt: 0,
      settings: { name: 'Google', oidc: { issuer: 'https://accounts.google.com' } },
    });
    const base = booted.services.siteMap.url(portal().domain, `/${portal().slug}/sso/${google}`);
    expect(found.addresses).toEqual({
      callback: `${base}/callback`,
      signOut: `${base}/signed-out`,
      backChannel: `${base}/back-channel`,
      entityId: `${base}/metadata`,
      metadata: `${base}/metadata`,
    });
    await admin.delete(`${list}/${google}`).expect(200);
    await admin.get(`${list}/${google}`).expect(404);
  });

  it('refuse bad input beside its field, and change nothing then', async () => {
    const saml = await create('saml');
    const fixed = { by: 'fixed' as const, values: [], fixed: '' };
    const group = { value: 'staff', id: 'b'.repeat(24) };
    const bad: [string, Partial<ProviderInput>, string?][] = [
      ['name', { name: ' ' }],
      ['oidc.issuer', { oidc: { ...connected('http://id.harbour.example').oidc } }],
      ['oidc.issuer', { oidc: { ...connected('javascript:alert(1)').oidc } }],
      ['emailDomains.0', { emailDomains: ['not a domain'] }],
      ['trustedDomains', { emailTrust: 'domains' }],
      ['company.fixed', { company: fixed }],
      ['company.fixed', { company: { ...fixed, fixed: 'c'.repeat(24) } }],
      ['groups.0.id', { groups: [group] }],
      ['clientSecret', { clientSecret: 'x'.repeat(2001) }],
      [
        'saml.certificates.0',
        { saml: { ...(await detail(saml)).settings.saml, certificates: ['none'] } },
        saml,
      ],
    ];
    for (const [field, change, of] of bad) {
      const { status, fields } = problemsOf(await save(change, of));
      expect([field, status, fields]).toEqual([field, 400, [field]]);
    }
    expect(problemsOf(await admin.post(list, { preset: 'myspace' })).status).toBe(400);
    expect((await entries()).map(({ action }) => action)).toEqual(['identity-provider.created']);
    const entra = await create('entra');
    const common = connected('https://login.microsoftonline.com/common/v2.0');
    expect(problemsOf(await save(common, entra)).fields).toEqual(['oidc.issuer']);
  });

  it('keep the secret sealed, tell that there is one, and never what it is', async () => {
    const saved = await save({ name: 'Harbour id', ...connected(), clientSecret: SECRET });
    expect(saved.body).toMatchObject({ hasSecret: true, isSecretLost: false });
    expect(await sealed()).not.toContain(SECRET);
    expect(booted.services.secrets.open('provider-secret', await sealed())).toBe(SECRET);
    // A secret that is left out stays, and so does its seal.
    const before = await sealed();
    await save({ updatesProfile: true });
    expect(await sealed()).toBe(before);
    const [, first, second] = await entries();
    expect(JSON.parse(first?.changes ?? '')).toMatchObject({
      name: { before: '"Single sign-on"', after: '"Harbour id"' },
      clientSecret: { before: '', after: 'changed' },
    });
    expect(Object.keys(JSON.parse(second?.changes ?? ''))).toEqual(['updatesProfile']);
    expect((await save({ clientSecret: '' })).body.hasSecret).toBe(false);
    expect((await save({ clientSecret: SECRET })).body.hasSecret).toBe(true);
  });

  it('give an e-mail domain to one provider of the portal', async () => {
    await save({ emailDomains: ['Harbour.example', 'harbour.example'] });
    expect((await detail()).settings.emailDomains).toEqual(['harbour.example']);
    const other = await create('okta');
    const taken = problemsOf(await save({ emailDomains: ['harbour.example'] }, other));
    expect(taken).toMatchObject({ status: 400, fields: ['emailDomains'] });
    expect(taken.message).toContain('Harbour id');
    await save({ emailDomains: [] });
    expect((await save({ emailDomains: ['harbour.example'] }, other)).status).toBe(200);
  });

  it('are turned on only after a round trip with the connection as it is saved', async () => {
    expect(problemsOf(await turn(true))).toMatchObject({ status: 400, fields: ['isOn'] });
    await booted.services.providerTests.note(portal(), provider(), await startTest(), {
      refusal: new ProviderRefusal('client', 'invalid_client (wrong secret)'),
    });
    expect(await lastTest()).toMatchObject({ state: 'failed', problem: 'client', person: null });
    expect((await turn(true)).status).toBe(400);
    await verify();
    expect(await lastTest()).toMatchObject({
      state: 'passed',
      problem: '',
      claims: { email: 'ana@harbour.example' },
    });
    expect((await detail()).verifiedAt).toBeGreaterThan(0);
    // What is not of the connection keeps it.
    await save({ name: 'Harbour' });
    expect((await detail()).verifiedAt).toBeGreaterThan(0);
    await save({ clientSecret: `${SECRET}-2` });
    expect((await detail()).verifiedAt).toBe(0);
    expect((await turn(true)).status).toBe(400);
    await verify();
    await save({ oidc: { ...connected().oidc, clientId: 'portal-2' } });
    expect((await detail()).verifiedAt).toBe(0);
    // A connection that is changed while the browser is away is not what was tried.
    const token = await startTest();
    const tried = provider();
    await save(connected());
    await booted.services.providerTests.note(portal(), tried, token, vouched());
    expect([(await lastTest())?.state, (await detail()).verifiedAt]).toEqual(['expired', 0]);
    await verify();
    expect((await turn(true)).body.isOn).toBe(true);
    expect(provider().isOn).toBe(true);
  });

  it('show a test to the admin who made it alone, for a while, and take it once', async () => {
    const { providerTests, runtime } = booted.services;
    const other = await adminWith(booted, 'Tova', ['portals.portal-edit']);
    expect((await other.get(`${list}/${id}/tests/last`)).body).toEqual({ test: null });
    const token = await startTest();
    expect(await providerTests.isOpen(portal(), provider(), token)).toBe(true);
    const saml = portal().providers.find(({ kind }) => kind === 'saml');
    expect(saml && (await providerTests.isOpen(portal(), saml, token))).toBe(false);
    await providerTests.note(portal(), provider(), token, vouched({ picture: 'x'.repeat(9000) }));
    expect(String((await lastTest())?.claims.picture).length).toBeLessThan(400);
    expect(await providerTests.isOpen(portal(), provider(), token)).toBe(false);
    const late = await startTest();
    runtime.now = () => now() + 16 * MINUTE;
    expect(await providerTests.isOpen(portal(), provider(), late)).toBe(false);
    expect((await lastTest())?.state).toBe('expired');
    runtime.now = () => now() + 80 * MINUTE;
    expect(await lastTest()).toBeNull();
  });

  it('preview a mapping that is not saved with the claims of the last test', async () => {
    const token = await startTest();
    const claims = {
      email: 'ana@harbour.example',
      email_verified: true,
      nickname: 'Ana the First',
    };
    await booted.services.providerTests.note(portal(), provider(), token, vouched(claims));
    const { settings } = await detail();
    const mapping = { ...settings.mapping, name: 'nickname' };
    const preview = await admin.post(`${list}/${id}/preview`, { ...settings, mapping }).expect(200);
    expect(preview.body.person).toMatchObject({
      address: 'ana@harbour.example',
      isVerified: true,
      name: 'Ana the First',
    });
    expect((await detail()).settings.mapping.name).toBe('');
  });

  it('stay one and the same while people sign in by them', async () => {
    const moved = problemsOf(await save(connected('https://other.harbour.example')));
    expect(moved).toMatchObject({ status: 400, fields: ['oidc.issuer'] });
    const empty = problemsOf(await save({ oidc: { issuer: '', clientId: '', scopes: [] } }));
    expect(empty.fields).toEqual(['oidc.issuer', 'oidc.clientId']);
  });

  it('are all that lets people in only where one is on, and the last one then stays on', async () => {
    const path = `/portals/${company.portal.id}`;
    const control = async (chosen: string) => {
      const { access } = (await admin.get(path)).body.settings;
      return admin.put(`${path}/settings/access`, { ...access, control: chosen });
    };
    await turn(false).expect(200);
    expect(problemsOf(await control('single-sign-on'))).toMatchObject({
      status: 400,
      fields: ['control'],
    });
    await turn(true).expect(200);
    expect((await control('single-sign-on')).status).toBe(200);
    for (const answer of [await turn(false), await admin.delete(`${list}/${id}`)]) {
      const refusal = problemsOf(answer);
      expect(refusal).toMatchObject({ status: 400, fields: ['isOn'] });
      expect(refusal.message).toContain('choose another access control');
    }
    // A copy has no provider, so it must not wait for one.
    const copy = (await admin.post(`${path}/duplicate`, {})).body.id;
    expect((await admin.get(`/portals/${copy}`)).body.settings.access.control).toBe(
      'access-groups',
    );
    expect((await control('access-groups')).status).toBe(200);
    await turn(false).expect(200);
    await turn(true).expect(200);
  });

  it('are deleted with the sessions that began there, and what people are called there stays', async () => {
    const { db } = booted.services.runtime;
    const there = await create('keycloak');
    const ana = await signedIn(booted, 'ana@harbour.example');
    const { key } = provider(there);
    await db('cp_sessions').update({ provider_id: key });
    const kept = { provider_id: key, subject: 's-1', subject_hash: 'h', document_id: 'kept' };
    await db('cp_contact_identities').insert(kept);
    await admin.delete(`${list}/${there}`).expect(200);
    expect(await db('cp_sessions').where({ provider_id: key })).toEqual([]);
    expect(await db('cp_contact_identities').where({ document_id: 'kept' })).toHaveLength(1);
    expect((await ana.get(`/${portal().slug}`)).status).not.toBe(200);
    expect((await entries(there)).map(({ action }) => action)).toEqual([
      'identity-provider.created',
      'identity-provider.deleted',
    ]);
  });

  it('are told in the activity, and their secrets in no answer', async () => {
    const told = await entries();
    expect(new Set(told.map(({ action }) => action))).toEqual(
      new Set(
        ['created', 'updated', 'tested', 'turned-on', 'turned-off'].map(
          (verb) => `identity-provider.${verb}`,
        ),
      ),
    );
    expect(answers).toContain('hasSecret');
    expect(answers).not.toContain(SECRET);
    expect(answers).not.toContain(await sealed());
    expect(told.map(({ changes }) => changes).join()).not.toContain(SECRET);
  });

  it(`are at most ${MOST_PROVIDERS}`, async () => {
    const { db } = booted.services.runtime;
    const count = portal().providers.length;
    const row = await db('cp_identity_providers').where({ document_id: id }).first();
    const rows = Array.from({ length: MOST_PROVIDERS - count }, (_, at) => ({
      portal_id: row.portal_id,
      preset: 'okta',
      is_on: false,
      settings: JSON.stringify({ name: 'Okta' }),
      client_secret: '',
      created_time: 0,
      verified_time: 0,
      trashed_at: 0,
      document_id: `many${at}`,
    }));
    await db('cp_identity_providers').insert(rows);
    expect(problemsOf(await admin.post(list, { preset: 'okta' }))).toMatchObject({
      status: 400,
      fields: ['preset'],
    });
    await db('cp_identity_providers').where('document_id', 'like', 'many%').delete();
  });

  it('have their secrets sealed anew by a new key, and say which one no key opens', async () => {
    const { runtime, secretRotation, secrets, siteMap } = booted.services;
    const { db } = runtime;
    const contact = await db('cp_contacts').orderBy('id').first();
    const factor = { contact_id: contact.id, is_on: true, secret: secrets.seal('totp', 'JBSW') };
    await db('cp_second_factors').insert({ ...factor, document_id: 'app' });
    const old = runtime.secret();
    const before = await sealed();
    Object.assign(runtime.config, { encryptionKey: 'a-new-key', previousEncryptionKeys: [] });
    expect((await detail()).isSecretLost).toBe(true);
    await turn(false).expect(200);
    expect(problemsOf(await turn(true))).toMatchObject({ status: 400, fields: ['isOn'] });
    expect(await secretRotation.rotate()).toMatchObject({
      providerSecrets: { renewed: 0, current: 0, lost: 1 },
      appSecrets: { renewed: 0, current: 0, lost: 1 },
    });
    expect(await sealed()).toBe(before);
    Object.assign(runtime.config, { previousEncryptionKeys: [old] });
    expect(await secretRotation.rotate()).toMatchObject({
      providerSecrets: { renewed: 1, current: 0, lost: 0 },
      appSecrets: { renewed: 1, current: 0, lost: 0 },
    });
    Object.assign(runtime.config, { previousEncryptionKeys: [] });
    expect(secrets.open('provider-secret', await sealed())).toBe(`${SECRET}-2`);
    const app = await db('cp_second_factors').where({ document_id: 'app' }).first();
    expect(secrets.open('totp', app.secret)).toBe('JBSW');
    // The map of this node has the new seal, and a second run finds nothing to do.
    expect(siteMap.portals()[0]?.providers.find((one) => one.id === id)?.sealedSecret).toBe(
      await sealed(),
    );
    expect((await secretRotation.rotate()).providerSecrets).toEqual({
      renewed: 0,
      current: 1,
      lost: 0,
    });
  });
});
