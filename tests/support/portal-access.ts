import type { AccessSettings } from '../../server/contracts/portal-settings';
import type { AdminActor, PortalRecord } from '../../server/services/types';
import type { Booted } from './strapi';

export type SomeAccess = Partial<Omit<AccessSettings, 'registration'>> & {
  registration?: Partial<AccessSettings['registration']>;
};

/** Sets a portal to self-registration and its defaults, but what is given; the portal as its pages then know it. */
export async function setSelfRegistration(
  { services }: Booted,
  portalKey: number,
  access: SomeAccess,
): Promise<PortalRecord> {
  const registration = { allowedDomains: [], deniedDomains: [], needsApproval: false };
  await services.portalSettings.apply(portalKey, {
    access: {
      control: 'self-registration',
      magicLink: true,
      siteAccounts: true,
      groups: [],
      ...access,
      registration: { ...registration, ...access.registration },
    },
  });
  return portalOf({ services }, portalKey);
}

/** A portal as its pages know it now. */
export function portalOf({ services }: Pick<Booted, 'services'>, portalKey: number): PortalRecord {
  const portal = services.siteMap.portalByKey(portalKey);
  if (!portal) throw new Error('The portal is not on the map');
  return portal;
}

/** Saves the page of access as an admin does, with what is given changed. */
export function saveAccess(
  booted: Booted,
  actor: AdminActor,
  portalKey: number,
  access: Partial<AccessSettings>,
) {
  const { id, settings } = portalOf(booted, portalKey);
  return booted.services.portalSettings.save(actor, id, 'access', {
    ...settings.access,
    ...access,
  });
}
