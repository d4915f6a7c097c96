import * as z from 'zod/mini';
import { brandingSettings, type BrandingSettings } from '../contracts/portal-settings';
import { settingsChanges } from '../rules/portal-settings';
import type { Connection } from '../store/connection';
import { findDomainLook, keepDomainLook } from '../store/domain-looks';
import type { Activity } from './activity';
import { findPortal } from './portal-turns';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { AdminActor } from './types';

export interface DomainLooks {
  /** The look of the portal's domain; null where it has none. */
  of(db: Connection, domainKey: number): Promise<BrandingSettings | null>;
  /** Makes a portal's saved look that of its domain: new portals there begin with it. null when there is no such portal. */
  keep(actor: AdminActor, portalId: string): Promise<true | null>;
}

/** Whether nothing of a look was chosen yet. */
export const isPlain = (branding: BrandingSettings): boolean =>
  Object.keys(settingsChanges(z.parse(brandingSettings, {}), branding)).length === 0;

export function createDomainLooks(runtime: Runtime, activity: Activity): DomainLooks {
  return {
    of: (db, domainKey) =>
      domainKey === 0 ? Promise.resolve(null) : findDomainLook(db, domainKey),

    async keep(actor, portalId) {
      need(actor, 'portal-edit');
      need(actor, 'domain-edit');
      return runtime.transaction(async (db) => {
        const portal = await findPortal(db, portalId);
        if (!portal || portal.domainKey === 0) return null;
        const { branding } = portal.settings;
        const before = (await findDomainLook(db, portal.domainKey)) ?? {};
        await keepDomainLook(db, portal.domainKey, branding);
        await activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: 'domain.branded',
          subject: { kind: 'domain', id: portal.domainId },
          portalKey: 0,
          changes: settingsChanges(before, branding),
        });
        return true;
      });
    },
  };
}
