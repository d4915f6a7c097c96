import type { PortalChoices, PortalDetail } from '../../../server/contracts/portals';
import { api } from '../../services/api';
import { useRead } from '../../services/useRead';

/** Languages that a portal speaks, its domain's first. */
export function useLanguagesOf({ id, settings }: PortalDetail): string[] {
  const choices = useRead<PortalChoices>(api(`/portals/${id}/choices`)).data;
  const domain = choices?.domains.find((one) => one.id === settings.general.domain);
  return [...new Set([domain?.primaryLanguage ?? 'en', ...settings.general.languages])];
}
