import type { NewProperty } from '../../server/contracts/properties';
import type { CustomerViewer, PortalRecord } from '../../server/services/types';
import type { Booted } from './strapi';

export const PASSWORD = 'Quiet-window-72';
export const ORIGIN = 'http://help.test:1337';

/** A contact property that the portal's ticket permission asks for. */
export const SEES_COMPANY: NewProperty = {
  subject: 'contact',
  key: 'sees_company',
  kind: 'yes-no',
  labels: { en: 'Sees company tickets' },
  helps: {},
  options: [],
  customerAccess: 'none',
  agentAccess: 'edit',
  isRequiredToClose: false,
};

export interface TestCompany {
  portal: PortalRecord;
  portalKey: number;
  inboxKey: number;
  /** Requester, colleague who sees company tickets, colleague who does not, and somebody of another company. */
  people: Record<'ana' | 'ben' | 'cleo' | 'dora', { key: number; id: string }>;
}

/** One portal on one domain, two companies, four customers: what most suites start from. */
export async function foundCompany({ services }: Booted, origin = ORIGIN): Promise<TestCompany> {
  const { portals, people, properties, siteMap, runtime } = services;
  await siteMap.refresh();
  await properties.define(SEES_COMPANY);
  const domain = await portals.createDomain({ origin, primaryLanguage: 'en' });
  const inboxKey = Number((await runtime.db('cp_inboxes').first('id')).id);
  const { key: portalKey } = await portals.createPortal({
    name: 'Harbour support',
    domainKey: domain.key,
    slug: 'support',
    inboxKey,
    settings: {
      general: { languages: ['fr'] },
      tickets: {
        permission: 'filter',
        permissionFilter: [
          { conditions: [{ property: 'sees_company', operator: 'is-any-of', values: ['yes'] }] },
        ],
      },
    },
  });
  const harbour = await people.createCompany({
    name: 'Harbour Foods',
    emailDomains: ['harbour.example'],
  });
  const lime = await people.createCompany({ name: 'Lime Works', emailDomains: ['lime.example'] });
  const contact = (name: string, address: string, companyKey: number, seesCompany: string) =>
    people.createContact({
      name,
      address,
      password: PASSWORD,
      companyKey,
      portalKeys: [portalKey],
      properties: { sees_company: seesCompany },
    });
  const portal = siteMap.portalByKey(portalKey);
  if (!portal) throw new Error('The portal is not on the map');
  return {
    portal,
    portalKey,
    inboxKey,
    people: {
      ana: await contact('Ana Lopes', 'ana@harbour.example', harbour.key, 'no'),
      ben: await contact('Ben Okafor', 'ben@harbour.example', harbour.key, 'yes'),
      cleo: await contact('Cleo Martin', 'cleo@harbour.example', harbour.key, 'no'),
      dora: await contact('Dora Vidal', 'dora@lime.example', lime.key, 'yes'),
    },
  };
}

/** Signs a customer in through the service and returns who that is for the rules. */
export async function viewerOf(
  { services }: Booted,
  company: TestCompany,
  address: string,
): Promise<CustomerViewer> {
  const answer = await services.signIn.withPassword({
    portal: company.portal,
    address,
    password: PASSWORD,
    remember: false,
    ip: '127.0.0.1',
    userAgent: 'test',
  });
  if (answer.outcome !== 'signed-in') throw new Error(`${address}: ${answer.outcome}`);
  const session = await services.sessions.find(answer.token, company.portal);
  if (!session) throw new Error(`${address} has no session`);
  return session.viewer;
}
