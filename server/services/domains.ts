import type {
  DomainChoices,
  DomainDetail,
  DomainInput,
  DomainRow,
  NewDomain,
} from '../contracts/domains';
import type { RecordPage, RecordQuery } from '../contracts/lists';
import { readDomainAddress, type DomainAddress } from '../rules/domain-address';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import {
  addDomain,
  listDomains,
  listOccupants,
  saveDomain,
  trashDomain,
  type DomainFacts,
  type Occupant,
} from '../store/domains';
import type { Activity } from './activity';
import { differences } from './calendars';
import { addLocale, languageChoices } from './content-locales';
import type { DomainChecks } from './domain-checks';
import type { DomainVerification } from './domain-verification';
import { pageInMemory } from './record-page';
import { namingTaken, need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Whoever manages domains, with what Strapi's own roles let add. */
export interface DomainActor extends AdminActor {
  canAddLocale: boolean;
}

export interface Domains {
  list(actor: AdminActor, query: RecordQuery): Promise<RecordPage<DomainRow>>;
  choices(actor: DomainActor): Promise<DomainChoices>;
  find(actor: AdminActor, id: string): Promise<DomainDetail | null>;
  /** Connects a domain and checks it once; it is served when it is verified. */
  connect(actor: DomainActor, input: NewDomain): Promise<DomainDetail>;
  save(actor: DomainActor, id: string, input: DomainInput): Promise<DomainDetail | null>;
  /** Refused with the names of what stands there. */
  remove(actor: AdminActor, id: string): Promise<true | null>;
  check(actor: AdminActor, id: string): Promise<DomainDetail | null>;
}

export function createDomains(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  addresses: SiteAddresses,
  checks: DomainChecks,
  verification: DomainVerification,
): Domains {
  const detailOf = (domain: DomainFacts, occupants: Occupant[]): DomainDetail => ({
    ...rowOf(domain, occupants),
    verification: checks.verification(domain),
  });

  async function rows(): Promise<DomainRow[]> {
    const occupants = await listOccupants(runtime.db);
    return (await listDomains(runtime.db)).map((domain) => rowOf(domain, occupants));
  }

  const ownOf = async (db: Connection, id: string): Promise<DomainFacts | undefined> =>
    (await listDomains(db)).find((one) => one.id === id);

  async function find(actor: AdminActor, id: string): Promise<DomainDetail | null> {
    need(actor, 'portal-read', 'domain-edit');
    const domain = await ownOf(runtime.db, id);
    return domain ? detailOf(domain, await listOccupants(runtime.db)) : null;
  }

  /** In turn: the version's row stays locked until the end, so that two changes do not pass each other unseen. */
  async function change<Result>(work: (db: Connection) => Promise<Result>): Promise<Result> {
    const result = await runtime.transaction(async (db) => {
      await bumpVersion(db, 'site');
      return work(db);
    });
    await siteMap.refresh();
    return result;
  }

  const record = (
    db: Connection,
    actor: AdminActor,
    action: string,
    id: string,
    changes: Record<string, { before: string; after: string }>,
  ) =>
    activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: `domain.${action}`,
      subject: { kind: 'domain', id },
      portalKey: 0,
      changes,
    });

  async function checkLanguage(code: string, kept = ''): Promise<void> {
    if (code === kept) return;
    if (!(await languageChoices(runtime)).some((one) => one.code === code))
      refused(
        'primaryLanguage',
        'Choose a language that Strapi has as a locale, or that the portal speaks.',
      );
  }

  async function addWantedLocale(
    actor: DomainActor,
    input: DomainInput | NewDomain,
  ): Promise<void> {
    if (input.addLocale && actor.canAddLocale) await addLocale(runtime, input.primaryLanguage);
  }

  function readAddress(typed: string): DomainAddress {
    const address = readDomainAddress(typed, { isBare: checks.isPrivateHost });
    if ('problem' in address) return refused('address', address.problem);
    const problem = checks.hostProblem(address.origin);
    if (problem !== '') refused('address', problem);
    return address;
  }

  /** One namespace: a base path is not to hide what stands at the same origin already. */
  async function refuseTaken(db: Connection, { origin, basePath }: DomainAddress): Promise<void> {
    const shown = `${origin}${basePath}`;
    const domains = (await listDomains(db)).filter((one) => one.origin === origin);
    const same = domains.find((one) => one.basePath === basePath);
    if (same?.isSystem)
      refused(
        'address',
        `${shown} is this server's own address: it is there as the system domain.`,
      );
    if (same) refused('address', `${shown} is connected already.`);
    const occupants = await listOccupants(db);
    for (const domain of domains) {
      if (!basePath.startsWith(`${domain.basePath}/`)) continue;
      const [first = ''] = basePath.slice(domain.basePath.length + 1).split('/');
      if (/^[a-z]{2}(-[a-z]{2})?$/.test(first))
        refused('address', `/${first} stands for a language there. Choose another path.`);
      const own = occupants.find(
        ({ domainKey, slug }) => domainKey === domain.key && slug === first,
      );
      if (own) refused('address', `${own.name} stands at /${first} there. Choose another path.`);
      if ((domain.isSystem || domain.servesAdmin) && addresses.reserved().has(first))
        refused('address', `/${first} is an address of Strapi there. Choose another path.`);
    }
  }

  function checkServesAdmin(domain: DomainFacts, occupants: Occupant[]): void {
    if (domain.basePath !== '')
      refused(
        'servesAdmin',
        'Strapi answers at the root of a host: only a domain without a path can serve it.',
      );
    const reserved = addresses.reserved();
    const hiding = occupants.find(
      ({ domainKey, slug }) => domainKey === domain.key && reserved.has(slug),
    );
    if (hiding)
      refused(
        'servesAdmin',
        `${hiding.name} stands at /${hiding.slug}, which is an address of Strapi. Move it first.`,
      );
  }

  return {
    find,

    async list(actor, query) {
      need(actor, 'portal-read', 'domain-edit');
      return pageInMemory({
        rows: await rows(),
        query,
        textOf: ({ origin, basePath, portals, knowledgeBases }) =>
          [
            `${origin.replace('://', ' ')} ${basePath}`,
            ...portals.map(({ name }) => name),
            ...knowledgeBases.map(({ title }) => title),
          ].join(' '),
        sorts: {
          origin: ({ origin, basePath }) => `${origin.replace(/^https?:\/\//, '')}${basePath}`,
          state: ({ state }) => state,
          primaryLanguage: ({ primaryLanguage }) => primaryLanguage,
        },
        defaultSort: '',
      });
    },

    async choices(actor) {
      need(actor, 'portal-read', 'domain-edit');
      return {
        domains: await rows(),
        languages: await languageChoices(runtime),
        canAddLocale: actor.canAddLocale,
      };
    },

    async connect(actor, input) {
      need(actor, 'domain-edit');
      const address = readAddress(input.address);
      await checkLanguage(input.primaryLanguage);
      await verification.take(actor.id);
      const taken = () => refuseTaken(runtime.db, address);
      const made = await namingTaken(taken, () =>
        change(async (db) => {
          await refuseTaken(db, address);
          const { origin, basePath } = address;
          const { primaryLanguage } = input;
          const { id } = await addDomain(db, {
            origin,
            basePath,
            primaryLanguage,
            isSystem: false,
            servesAdmin: false,
            verifiedAt: 0,
          });
          await record(db, actor, 'created', id, {
            origin: { before: '', after: `${origin}${basePath}` },
          });
          return id;
        }),
      );
      await addWantedLocale(actor, input);
      const domain = await ownOf(runtime.db, made);
      if (domain) await verification.checkNow(domain, actor);
      const found = await find(actor, made);
      if (!found) return refused('address', 'This domain was removed just now. Connect it again.');
      return found;
    },

    async save(actor, id, input) {
      need(actor, 'domain-edit');
      const current = await ownOf(runtime.db, id);
      if (!current) return null;
      await checkLanguage(input.primaryLanguage, current.primaryLanguage);
      const isDone = await change(async (db) => {
        const domain = await ownOf(db, id);
        if (!domain) return false;
        const { primaryLanguage } = input;
        const servesAdmin = domain.isSystem || input.servesAdmin;
        if (servesAdmin && !domain.isSystem) checkServesAdmin(domain, await listOccupants(db));
        await saveDomain(db, domain.key, { primaryLanguage, servesAdmin });
        const words = (one: { primaryLanguage: string; servesAdmin: boolean }) => ({
          primaryLanguage: one.primaryLanguage,
          servesAdmin: one.servesAdmin ? 'yes' : 'no',
        });
        const changes = differences(words(domain), words({ primaryLanguage, servesAdmin }));
        if (Object.keys(changes).length > 0) await record(db, actor, 'updated', id, changes);
        return true;
      });
      if (!isDone) return null;
      await addWantedLocale(actor, input);
      return find(actor, id);
    },

    async remove(actor, id) {
      need(actor, 'domain-edit');
      return change(async (db) => {
        const domain = await ownOf(db, id);
        if (!domain) return null;
        if (domain.isSystem)
          refused('domain', "The system domain is this server's own address and stays.");
        const there = (await listOccupants(db)).filter(({ domainKey }) => domainKey === domain.key);
        if (there.length > 0)
          refused(
            'domain',
            `${there.map(({ name }) => name).join(', ')} stand${there.length === 1 ? 's' : ''} there. Move or delete ${there.length === 1 ? 'it' : 'them'} first.`,
            {
              occupants: there.map(({ kind, id: occupant, name }) => ({
                kind,
                id: occupant,
                name,
              })),
            },
          );
        await trashDomain(db, domain.key, runtime.now());
        const address = `${domain.origin}${domain.basePath}`;
        await record(db, actor, 'removed', id, { origin: { before: address, after: '' } });
        return true as const;
      });
    },

    async check(actor, id) {
      need(actor, 'domain-edit');
      const domain = await ownOf(runtime.db, id);
      if (!domain) return null;
      await verification.take(actor.id);
      await verification.checkNow(domain, actor);
      return find(actor, id);
    },
  };
}

function rowOf(domain: DomainFacts, occupants: Occupant[]): DomainRow {
  const own = occupants.filter(({ domainKey }) => domainKey === domain.key);
  const of = (kind: Occupant['kind']) => own.filter((one) => one.kind === kind);
  const unproven = domain.problem ? 'failed' : 'pending';
  return {
    id: domain.id,
    origin: domain.origin,
    basePath: domain.basePath,
    primaryLanguage: domain.primaryLanguage,
    isSystem: domain.isSystem,
    servesAdmin: domain.isSystem || domain.servesAdmin,
    state: domain.verifiedAt > 0 ? 'verified' : unproven,
    problem: domain.problem,
    checkedAt: domain.checkedAt,
    portals: of('portal').map(({ id, name }) => ({ id, name })),
    knowledgeBases: of('knowledge-base').map(({ id, name: title }) => ({ id, title })),
  };
}
