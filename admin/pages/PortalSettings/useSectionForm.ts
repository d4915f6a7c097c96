import { useNotification } from '@strapi/strapi/admin';
import type { PortalDetail } from '../../../server/contracts/portals';
import type { PortalSettings, SettingsSection } from '../../../server/contracts/portal-settings';
import { saveRecord } from '../../services/records';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import type { SectionProps } from './sections';

/** The form of one page of a portal's settings. */
export function useSectionForm<Section extends SettingsSection>(
  section: Section,
  { portal, refetch }: SectionProps,
  check?: (values: PortalSettings[Section]) => FieldErrors,
) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const form = useRecordForm<PortalSettings[Section], PortalDetail>({
    initial: portal.settings[section],
    check,
    save: (values) => saveRecord<PortalDetail>(`/portals/${portal.id}/settings/${section}`, values),
    onSaved(saved) {
      // As the server took them: an address is trimmed, a link normalised.
      form.reset(saved.settings[section]);
      toggleNotification({ type: 'success', message: t('settings.saved') });
      refetch();
    },
  });
  return form;
}
