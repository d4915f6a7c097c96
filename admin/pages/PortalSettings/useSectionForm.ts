import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { AccessImpact } from '../../../server/contracts/access-groups';
import type { PortalDetail } from '../../../server/contracts/portals';
import type { PortalSettings, SettingsSection } from '../../../server/contracts/portal-settings';
import { saveRecord } from '../../services/records';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { confirmedOf, impactIn } from '../AccessGroups/impact';
import type { SectionProps } from './sections';

/** The form of one page of a portal's settings. */
export function useSectionForm<Section extends SettingsSection>(
  section: Section,
  { portal, refetch }: SectionProps,
  check?: (values: PortalSettings[Section]) => FieldErrors,
) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  /** What the server asks about before it saves: who would see or lose something. */
  const [impact, setImpact] = useState<AccessImpact | null>(null);

  async function send(values: PortalSettings[Section], confirmed?: AccessImpact) {
    try {
      return await saveRecord<PortalDetail>(`/portals/${portal.id}/settings/${section}`, {
        ...values,
        confirmed: confirmed && confirmedOf(confirmed),
      });
    } catch (error) {
      const asked = impactIn(error);
      if (asked) setImpact(asked);
      throw error;
    }
  }

  function onSaved(saved: PortalDetail) {
    // As the server took them: an address is trimmed, a link normalised.
    form.reset(saved.settings[section]);
    toggleNotification({ type: 'success', message: t('settings.saved') });
    refetch();
  }

  const form = useRecordForm<PortalSettings[Section], PortalDetail>({
    initial: portal.settings[section],
    check,
    save: (values) => send(values),
    onSaved,
  });

  return {
    ...form,
    impact,
    /** The same change with the numbers that were shown. */
    confirm: async () => onSaved(await send(form.values, impact ?? undefined)),
    dismiss: () => setImpact(null),
  };
}
