import type { PortalSettings, SettingsSection } from '../../contracts/portal-settings';
import type { Connection } from '../../store/connection';
import type { PortalFacts } from '../../store/portals';
import type { Runtime } from '../runtime';
import type { SiteMap } from '../site-map';

export interface CheckContext {
  db: Connection;
  runtime: Runtime;
  siteMap: SiteMap;
  /** The portal as it stands, its settings of before. */
  portal: PortalFacts;
}

/** Refuses what the shape alone cannot, beside its field; returns what is saved. */
export type SettingsCheck<Section extends SettingsSection> = (
  input: PortalSettings[Section],
  context: CheckContext,
) => Promise<PortalSettings[Section]>;
