import { inflateRawSync } from 'node:zlib';
import type { Test } from 'supertest';
import type { ProviderSettings } from '../../server/contracts/identity-providers';
import { createSaml } from '../../server/services/saml';
import { createSamlMetadata } from '../../server/services/saml-metadata';
import { addressesOfProvider } from '../../server/services/single-sign-on';
import type { ProviderRecord } from '../../server/store/identity-providers';
import { visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, type TestCompany } from '../support/company';
import { addProviderTo, changeProvider } from '../support/identity-providers';
import {
  makeSigner,
  startSamlIdp,
  type Answered,
  type Breaks,
  type SamlIdp,
  type SamlPerson,
  type Signer,
} from '../support/saml-idp';
import { WRAPPINGS } from '../support/saml-wrapping';
import { bootStrapi, type Booted } from '../support/strapi';

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

/** More than the refusals of this file. */
const TRIES_OF_IP = 200;

let booted: Booted;
let company: TestCompany;
let idp: SamlIdp;
let other: Signer;
let provider: ProviderRecord;
let place: { acs: string; entityId: string };
const logged: string[] = [];

beforeAll(async () => {
  [booted, idp, other] = await Promise.all([
    bootStrapi({ pluginConfig: { signInTries: { address: 10, ip: TRIES_OF_IP } } }),
    startSamlIdp(),
    makeSigner('other.test'),
  ]);
  company = await foundCompany(booted);
  // Somebody whom the provider vouches for, and who would rather be somebody else.
  idp.people.set('mallory', {
    nameId: 'mallory-0001',
    attributes: { email: 'mallory@evil.example' },
  });
  provider = await addProviderTo(booted, company.portal, 'saml', {
    emailTrust: 'domains',
    trustedDomains: ['harbour.example'],
    admits: 'everyone',
    saml: idp.settings(),
  });
  const base = `${company.portal.domain.origin}/support/sso/${provider.id}`;
  place = { acs: `${base}/callback`, entityId: `${base}/metadata` };
  const { log } = booted.strapi;
  const info = log.info.bind(log) as (line: string) => typeof log;
  log.info = ((line: string) => {
    logged.push(line);
    return info(line);
  }) as typeof log.info;
});
afterAll(async () => {
  await idp.close();
  await booted.destroy();
});

/** Sets the provider up otherwise, for as long as the work takes. */
async function withSettings(
  saml: Partial<ProviderSettings['saml']>,
  work: () => Promise<void>,
): Promise<void> {
  const before = provider.settings.saml;
  await changeProvider(booted, provider, { saml });
  try {
    await work();
  } finally {
    await changeProvider(booted, provider, { saml: before });
  }
}

/** To the provider: where the portal sends a browser. */
async function sentTo(visitor: Visitor): Promise<string> {
  const { headers } = await visitor.get(`/support/sso/${provider.id}`).expect(303);
  return headers.location as string;
}

/** What the provider's page posts; it is another site's, so the browser sends no cookie that is not for it. */
const post = (visitor: Visitor, { fields }: Pick<Answered, 'fields'>): Test =>
  visitor
    .raw('post', `/support/sso/${provider.id}/callback`)
    .set('Origin', idp.origin)
    .set('Sec-Fetch-Site', 'cross-site')
    .type('form')
    .send(fields);

/** Why a response is refused; '' when somebody is signed in. */
async function outcome(visitor: Visitor, answered: Pick<Answered, 'fields'>): Promise<string> {
  logged.length = 0;
  const received = await post(visitor, answered);
  expect(received.status).toBe(303);
  const answer =
    received.status === 303 ? await visitor.get(received.headers.location as string) : received;
  if (answer.status === 303) return '';
  const line = logged.find((one) => one.includes('sign-in by saml refused')) ?? '';
  return /refused: (\S+)/.exec(line)?.[1] ?? `? ${answer.status}`;
}

/** A whole round trip, from the sign-in page to what became of it. */
async function roundTrip(breaks: Breaks = {}, person = 'ana'): Promise<string> {
  const visitor = visitorOf(booted);
  return outcome(visitor, idp.answer(await sentTo(visitor), person, breaks));
}

const forge = (xml: string) =>
  xml
    .replaceAll('mallory-0001', 'ana-0001')
    .replaceAll('mallory@evil.example', 'ana@harbour.example');
const inside = (from: string | RegExp, to: string) => (xml: string) => {
  const changed = xml.replace(from, to);
  if (changed === xml) throw new Error(`There is no ${String(from)}`);
  return changed;
};
const NAME_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:';

/** What the engine makes of an answer of the provider, without a browser. */
const readBy = (person: SamlPerson, breaks: Breaks = {}) => {
  idp.people.set('somebody', person);
  return createSaml(booted.services.runtime).read(
    provider,
    addressesOfProvider(booted.services.siteMap, company.portal, provider.id),
    idp.unasked(place, 'somebody', breaks).fields.SAMLResponse,
  );
};

describe('the way in', () => {
  it('goes to the provider, and comes back signed in', async () => {
    const visitor = visitorOf(booted);
    const to = await sentTo(visitor);
    const query = new URL(to).searchParams;
    const request = inflateRawSync(
      Buffer.from(query.get('SAMLRequest') ?? '', 'base64'),
    ).toString();
    expect(request).toContain(`AssertionConsumerServiceURL="${place.acs}"`);
    expect(request).toContain(`Destination="${idp.ssoUrl}"`);
    expect(request).toContain(`>${place.entityId}</saml:Issuer>`);
    expect(request).not.toContain('RequestedAuthnContext');
    expect(query.get('RelayState')).toMatch(/^[\w-]{43}$/);
    expect(await outcome(visitor, idp.answer(to, 'ana'))).toBe('');
    const { text } = await visitor.get('/support').expect(200);
    expect(text).toContain('Ana Lopes');
  });

  it('is described by metadata', async () => {
    const { text, headers } = await visitorOf(booted)
      .get(new URL(place.entityId).pathname)
      .buffer(true)
      .parse((res, done) => {
        let body = '';
        res.on('data', (chunk) => (body += String(chunk))).on('end', () => done(null, body));
      })
      .expect(200)
      .then(({ body, headers }) => ({ text: String(body), headers }));
    expect(headers['content-type']).toContain('application/samlmetadata+xml');
    expect(text).toContain(`entityID="${place.entityId}"`);
    expect(text).toContain('WantAssertionsSigned="true"');
    expect(text).toContain(`Location="${place.acs}"`);
    expect(text).toContain(`<md:NameIDFormat>${NAME_FORMAT}persistent</md:NameIDFormat>`);
  });

  it.each<[string, Breaks]>([
    ['SHA-512', { algorithm: 'sha512' }],
    ['signatures without a prefix', { prefix: '' }],
    ['a clock that is half a minute ahead', { clock: MINUTE / 2 }],
    ['one that has ended half a minute ago', { clock: -5.5 * MINUTE }],
  ])('takes %s', async (_name, breaks) => {
    expect(await roundTrip(breaks)).toBe('');
  });
});

describe('refused by name', () => {
  it.each<[string, string, Breaks | (() => Breaks)]>([
    ['unsigned response', 'unsigned', { unsigned: 'response' }],
    ['unsigned assertion', 'unsigned', { unsigned: 'assertion' }],
    ['nothing signed', 'unsigned', { unsigned: 'both' }],
    ['another key', 'certificate', () => ({ signer: other })],
    [
      'another key under the certificate of the provider',
      'signature',
      () => ({ signer: { ...other, certificate: idp.signer.certificate } }),
    ],
    ['changed after it was signed', 'signature', { after: inside('>Lopes<', '>Berg<') }],
    ['another issuer', 'issuer', { issuer: 'https://elsewhere.test/metadata' }],
    [
      'an assertion of another issuer',
      'issuer',
      { before: inside(/(<saml:Assertion [^>]*><saml:Issuer>)[^<]*/, '$1https://elsewhere.test') },
    ],
    ['another audience', 'audience', { audience: 'https://elsewhere.test/metadata' }],
    [
      'no audience',
      'audience',
      { before: inside(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '') },
    ],
    ['another destination', 'redirect-uri', { destination: 'https://elsewhere.test/acs' }],
    ['no destination', 'redirect-uri', { before: inside(/ Destination="[^"]*"/, '') }],
    ['another recipient', 'redirect-uri', { recipient: 'https://elsewhere.test/acs' }],
    ['expired', 'expired', { clock: -10 * MINUTE }],
    ['not yet valid', 'clock-skew', { clock: 2 * MINUTE }],
    [
      'good for ever',
      'malformed',
      { before: inside(/(<saml:Conditions [^>]*) NotOnOrAfter="[^"]*"/, '$1') },
    ],
    ['SHA-1', 'signature', { algorithm: 'sha1' }],
    ['two assertions', 'malformed', { assertions: 2 }],
    [
      'no assertion',
      'malformed',
      { unsigned: 'assertion', before: inside(/<saml:Assertion.*<\/saml:Assertion>/, '') },
    ],
    ['encrypted', 'encrypted', { encrypted: true }],
    ['denied', 'denied', { status: 'Responder/AuthnFailed' }],
    ['another request', 'state', { inResponseTo: '_somebody-elses' }],
    [
      'a response to one request, an assertion to another',
      'malformed',
      { before: inside(/(<samlp:Response .*? InResponseTo=")[^"]*/, '$1_other') },
    ],
    [
      'an entity bomb',
      'malformed',
      {
        after: (xml) =>
          `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${xml.replace('>Lopes<', '>&b;<')}`,
      },
    ],
    [
      'a DOCTYPE that loads from elsewhere',
      'malformed',
      { after: (xml) => `<!DOCTYPE r SYSTEM "file:///etc/passwd">${xml}` },
    ],
    [
      'more than 256 KB',
      'malformed',
      { after: inside('</samlp:Response>', `${' '.repeat(260 * 1024)}</samlp:Response>`) },
    ],
    [
      'elements without end',
      'malformed',
      { after: (xml) => xml.replace('<samlp:Status>', '<a>'.repeat(60_000)) },
    ],
    ['no XML', 'malformed', { after: () => 'SAML' }],
    ['nothing', 'malformed', { after: () => '' }],
  ])('%s', async (_name, problem, breaks) => {
    expect(await roundTrip(typeof breaks === 'function' ? breaks() : breaks)).toBe(problem);
  });

  // CVE-2017-11427 and its family: one reader takes the text before the comment, another all of it.
  it.each<[string, Breaks]>([
    ['a comment in the NameID', { after: inside('ana-0001.', 'ana-0001<!-- -->.') }],
    ['a comment that was signed', { before: inside('ana-0001.', 'ana-0001<!-- -->.') }],
    ['a comment in an attribute', { after: inside('harbour.example.', 'harbour.example<!---->.') }],
    ['a processing instruction', { after: inside('ana-0001.', 'ana-0001<?x?>.') }],
    ['CDATA', { after: inside('ana-0001.', '<![CDATA[ana-0001]]>.') }],
  ])('cut short: %s', async (_name, breaks) => {
    idp.people.set('cutter', {
      nameId: 'ana-0001.evil',
      attributes: { email: 'ana@harbour.example.evil.example' },
    });
    expect(await roundTrip(breaks, 'cutter')).toBe('malformed');
  });

  it.each(WRAPPINGS)('wrapped: XSW %d', async (kind) => {
    expect(await roundTrip({ wrapping: { kind, forge } }, 'mallory')).toMatch(
      /^(malformed|signature)$/,
    );
  });

  it('replayed', async () => {
    const visitor = visitorOf(booted);
    const answered = idp.answer(await sentTo(visitor), 'ana');
    expect(await outcome(visitor, answered)).toBe('');
    expect(await outcome(visitorOf(booted), answered)).toBe('replayed');
  });

  it('an answer to the request of another browser', async () => {
    const to = await sentTo(visitorOf(booted));
    expect(await outcome(visitorOf(booted), idp.answer(to, 'ana'))).toBe('state');
  });

  it('unsolicited, until that is allowed', async () => {
    expect(await outcome(visitorOf(booted), idp.unasked(place, 'ana'))).toBe('unsolicited');
    await withSettings({ allowsIdpInitiated: true }, async () => {
      expect(await outcome(visitorOf(booted), idp.unasked(place, 'ana'))).toBe('');
      // Who asks is answered, and by nobody else.
      expect(await roundTrip({ inResponseTo: '_somebody-elses' })).toBe('state');
    });
  });

  it('a certificate that has ended, of the provider or all of ours', async () => {
    const ended = await makeSigner('ended.test', { from: 0, to: Date.now() - DAY });
    const certificates = [idp.signer.certificate, ended.certificate];
    await withSettings({ certificates }, async () => {
      expect(await roundTrip({ signer: ended })).toBe('certificate');
      expect(await roundTrip()).toBe('');
    });
    await withSettings({ certificates: [ended.certificate] }, async () =>
      expect(await roundTrip({ signer: ended })).toBe('certificate'),
    );
  });
});

describe('roll-over', () => {
  it('takes both certificates', async () => {
    const certificates = [idp.signer.certificate, other.certificate];
    await withSettings({ certificates }, async () => {
      expect([await roundTrip({ signer: other }), await roundTrip()]).toEqual(['', '']);
    });
  });

  it('follows the metadata: the new one beside the old one, then without it', async () => {
    const { services } = booted;
    const count = () => {
      const [found] = services.siteMap.portalByKey(company.portalKey)?.providers ?? [];
      return found?.settings.saml.certificates.length;
    };
    await withSettings({ metadataUrl: idp.metadataUrl }, async () => {
      idp.published = [other];
      await services.samlRefresh.refresh();
      expect(count()).toBe(2);
      expect([await roundTrip({ signer: other }), await roundTrip()]).toEqual(['', '']);
      await services.samlRefresh.refresh();
      expect(count()).toBe(1);
      expect([await roundTrip({ signer: other }), await roundTrip()]).toEqual(['', 'certificate']);
      const noted = await services.runtime.db('cp_activities').where({
        action: 'identity-provider.refreshed',
        subject: provider.id,
      });
      expect(noted).toHaveLength(2);
      // Metadata of somebody else change nothing.
      idp.published = [idp.signer];
      const { entityId } = idp;
      idp.entityId = 'https://elsewhere.test';
      await services.samlRefresh.refresh();
      idp.entityId = entityId;
      expect(await roundTrip({ signer: other })).toBe('');
    });
  });

  it('is warned of on the health page', async () => {
    const soon = await makeSigner('soon.test', { to: Date.now() + 10 * DAY });
    const line = async () => {
      const actor = {
        kind: 'agent',
        id: '7',
        name: 'Mara',
        can: new Set(['portal-read']),
      } as const;
      const request = { isSecure: true, isForwarded: false };
      const { checks } = await booted.services.health.check(actor, request);
      return checks.find(({ name }) => name === 'certificates');
    };
    expect(await line()).toMatchObject({ state: 'good', code: 'good' });
    await withSettings({ certificates: [soon.certificate] }, async () => {
      expect(await line()).toMatchObject({ state: 'warning', code: 'ending' });
      expect((await line())?.detail).toContain('Harbour, Harbour support');
    });
  });
});

describe('what is said of a person', () => {
  it('is its NameID, its attributes and its session', async () => {
    const { vouched, assertionId, endsAt, inResponseTo } = await readBy({
      nameId: 'ana-0001',
      attributes: { groups: ['a', 'b & c'], one: 'x', __proto__x: 'y' },
    });
    expect(vouched).toMatchObject({
      subject: 'ana-0001',
      claims: { groups: ['a', 'b & c'], one: 'x', NameID: 'ana-0001' },
      idToken: '',
    });
    expect([vouched.session, assertionId]).toEqual([
      expect.stringMatching(/^_/),
      expect.stringMatching(/^_/),
    ]);
    expect([inResponseTo, endsAt > Date.now()]).toEqual(['', true]);
  });

  it('has the NameID as its address where that is one', async () => {
    const format = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
    const { vouched } = await readBy({ nameId: 'ana@harbour.example', format, attributes: {} });
    expect(vouched.claims.email).toBe('ana@harbour.example');
  });

  it('needs a name that stays: a transient one alone is none', async () => {
    const transient = { nameId: 'once-77', format: 'transient' };
    await expect(readBy({ ...transient, attributes: {} })).rejects.toMatchObject({
      problem: 'no-subject',
    });
    const stable = 'urn:oasis:names:tc:SAML:attribute:subject-id';
    const { vouched } = await readBy({ ...transient, attributes: { [stable]: 'ana@id' } });
    expect(vouched.subject).toBe(`${stable}=ana@id`);
    await expect(readBy({ nameId: '', attributes: {} })).rejects.toMatchObject({
      problem: 'no-subject',
    });
  });
});

describe('metadata of a provider', () => {
  const read = (xml: string) => createSamlMetadata(booted.services.runtime).read({ xml, url: '' });

  it('are read from a text and from an address', async () => {
    const { entityId, ssoUrl, certificates } = idp.settings();
    const found = { entityId, ssoUrl, certificates, metadataUrl: '' };
    expect(await read(idp.metadata())).toEqual(found);
    const { metadataUrl: url } = idp;
    expect(await createSamlMetadata(booted.services.runtime).read({ xml: '', url })).toEqual({
      ...found,
      metadataUrl: url,
    });
  });

  it.each<[string, RegExp, (xml: string) => string]>([
    ['a web page', /not well-formed|not metadata/, () => '<html><body>Sign in</body></html>'],
    ['no XML', /not XML/, () => 'hello'],
    [
      'a DOCTYPE',
      /DOCTYPE/,
      (xml) => `<!DOCTYPE x [<!ENTITY a "a">]>${xml.replace(/^<\?.*\?>/, '')}`,
    ],
    ['those of a portal', /IDPSSODescriptor/, (xml) => xml.replaceAll('IDPSSO', 'SPSSO')],
    [
      'only POST',
      /HTTP-Redirect.*only for HTTP-POST/,
      inside(/(HTTP-POST.*)HTTP-Redirect/, '$1HTTP-POST'),
    ],
    [
      'no certificate',
      /no certificate for signing/,
      inside(/<md:KeyDescriptor.*<\/md:KeyDescriptor>/, ''),
    ],
    [
      'only one for encryption',
      /no certificate for signing/,
      inside('use="signing"', 'use="encryption"'),
    ],
    [
      'a broken certificate',
      /cannot be read/,
      inside('<ds:X509Certificate>M', '<ds:X509Certificate>X'),
    ],
    ['no name', /entityID/, inside(/entityID="[^"]*"/, 'entityID=""')],
    [
      'an address that is not one',
      /not one of https/,
      (xml) => xml.replaceAll('http://127.0.0.1', 'javascript:alert'),
    ],
    [
      'old ones',
      /valid until 2020/,
      inside('entityID', 'validUntil="2020-01-01T00:00:00Z" entityID'),
    ],
    [
      'several providers',
      /2 identity providers/,
      (xml) => {
        const [one = ''] = /<md:EntityDescriptor.*<\/md:EntityDescriptor>/s.exec(xml) ?? [];
        return `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${one}${one}</md:EntitiesDescriptor>`;
      },
    ],
  ])('say what is missing: %s', async (_name, message, change) => {
    await expect(read(change(idp.metadata()))).rejects.toThrow(message);
  });

  it('are fetched from nowhere in our own network', async () => {
    const { read: fetched } = createSamlMetadata(booted.services.runtime);
    for (const url of [
      'http://169.254.169.254/latest',
      'https://10.0.0.1/md',
      'https://[::1]:1/md',
    ])
      await expect(fetched({ xml: '', url })).rejects.toThrow(/cannot be read/);
  });
});

it('an admin’s test tells what was wrong with the response', async () => {
  const { providerTests } = booted.services;
  const actor = {
    kind: 'agent',
    id: '7',
    name: 'Mara',
    can: new Set(['portal-edit']),
  } as Parameters<typeof providerTests.start>[0];
  const portalId = company.portal.id;
  const started = await providerTests.start(actor, portalId, provider.id);
  const { pathname, search } = new URL(started?.address ?? '');
  const visitor = visitorOf(booted);
  const { headers } = await visitor.get(pathname + search).expect(303);
  const answered = idp.answer(headers.location as string, 'ana', { signer: other });
  const { headers: on } = await post(visitor, answered).expect(303);
  await visitor.get(on.location as string);
  expect(await providerTests.last(actor, portalId, provider.id)).toMatchObject({
    state: 'failed',
    problem: 'certificate',
    detail: expect.stringContaining('CN=other.test'),
  });
});

it('attack 28: responses of one IP are checked so often, and not without end', async () => {
  const visitor = visitorOf(booted);
  const junk = { fields: { SAMLResponse: 'bm90aGluZw==', RelayState: '' } };
  let status = 303;
  for (let count = 0; count <= TRIES_OF_IP && status === 303; count += 1)
    ({ status } = await post(visitor, junk));
  expect(status).toBe(429);
});
