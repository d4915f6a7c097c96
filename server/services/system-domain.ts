import { readDomainAddress } from '../rules/domain-address';
import { bumpVersion } from '../store/counters';
import {
  addVerifiedDomain,
  findDomainAt,
  forgetTrashed,
  listDomains,
  listOccupants,
  makeOrdinaryDomain,
  makeSystemDomain,
  trashDomain,
} from '../store/domains';
import { SYSTEM, type Activity } from './activity';
import { defaultLocale } from './content-locales';
import type { Runtime } from './runtime';

/**
 * The server's own address is a domain that is built in: made when there is none, and moved when the server's address was
 * changed. A domain that stands at that address becomes it. One node at a time runs this.
 */
export async function keepSystemDomain(runtime: Runtime, activity: Activity): Promise<void> {
  const url = runtime.origin();
  const address = readDomainAddress(url, { isBare: () => true });
  if ('problem' in address) {
    runtime.strapi.log.warn(
      `customer-portal: server.url is no address that a portal can have (${url}). ${address.problem}`,
    );
    return;
  }
  const { origin, basePath } = address;
  const primaryLanguage = await defaultLocale(runtime);
  await runtime.transaction(async (db) => {
    const system = (await listDomains(db)).find(({ isSystem }) => isSystem);
    if (system?.origin === origin && system.basePath === basePath) return;
    const there = await findDomainAt(db, origin, basePath);
    const now = runtime.now();
    let id: string;
    if (there) {
      const occupants = await listOccupants(db);
      const isEmpty = !occupants.some(({ domainKey }) => domainKey === system?.key);
      if (system && isEmpty) await trashDomain(db, system.key, now);
      else if (system) await makeOrdinaryDomain(db, system.key);
      await makeSystemDomain(db, there.key, address, now);
      ({ id } = there);
    } else if (system) {
      await forgetTrashed(db, address);
      await makeSystemDomain(db, system.key, address, now);
      ({ id } = system);
    } else {
      const domain = { origin, basePath, primaryLanguage, isSystem: true, servesAdmin: true, now };
      ({ id } = await addVerifiedDomain(db, domain));
    }
    await bumpVersion(db, 'site');
    await activity.record(db, {
      actor: SYSTEM,
      action: (there ?? system) ? 'domain.updated' : 'domain.created',
      subject: { kind: 'domain', id },
      portalKey: 0,
      changes: {
        origin: {
          before: system ? `${system.origin}${system.basePath}` : '',
          after: `${origin}${basePath}`,
        },
      },
    });
  });
}
