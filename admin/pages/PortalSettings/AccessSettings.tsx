import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { AccessImpact } from '../../../server/contracts/access-groups';
import type { PortalSettings } from '../../../server/contracts/portal-settings';
import type { SetupChoices } from '../../../server/contracts/portal-setup';
import type { PortalDetail } from '../../../server/contracts/portals';
import { AskDialog } from '../../components/AskDialog';
import { FormSection } from '../../components/RecordFormPage';
import { api } from '../../services/api';
import { saveRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { confirmedOf, impactIn } from '../AccessGroups/impact';
import { ImpactText } from '../AccessGroups/ImpactText';
import { TickField } from '../../components/TickField';
import { AccessFields } from '../Portals/AccessFields';
import { AccessConsent } from './AccessConsent';
import { AccessRegistration } from './AccessRegistration';
import { AccessSecondFactor } from './AccessSecondFactor';
import { AccessSignIn } from './AccessSignIn';
import type { SectionProps } from './sections';
import { SettingsForm } from './SettingsForm';
import { useLanguagesOf } from './useLanguagesOf';

type Values = PortalSettings['access'];

/** How customers get in. What lets many in, or keeps anybody out, is asked about with numbers first. */
export function AccessSettings(props: SectionProps) {
  const { portal, canEdit, refetch } = props;
  const t = useWords();
  const { toggleNotification } = useNotification();
  const [impact, setImpact] = useState<AccessImpact | null>(null);
  const languages = useLanguagesOf(portal);
  const choices = useRead<SetupChoices>(api(`/portals/${portal.id}/set-up`));

  async function send(values: Values, asked?: AccessImpact): Promise<PortalDetail> {
    try {
      return await saveRecord<PortalDetail>(`/portals/${portal.id}/settings/access`, {
        ...values,
        registration: withoutEmptyLines(values.registration),
        confirmed: asked && confirmedOf(asked),
      });
    } catch (error) {
      const found = impactIn(error);
      if (found) setImpact(found);
      throw error;
    }
  }
  const onSaved = (saved: PortalDetail) => {
    form.reset(saved.settings.access);
    toggleNotification({ type: 'success', message: t('settings.saved') });
    refetch();
  };
  const form = useRecordForm<Values, PortalDetail>({
    initial: portal.settings.access,
    save: send,
    onSaved,
  });

  const part = { ...form, isDisabled: !canEdit };
  const saved = portal.settings.access;
  return (
    <>
      <SettingsForm {...props} label="settings.access" form={form}>
        <FormSection title={t('settings.access.title')}>
          <AccessFields
            portal={portal}
            groups={choices.data?.accessGroups ?? []}
            values={form.values}
            errors={form.errors}
            isDisabled={!canEdit}
            onControl={(control) => form.set('control', control)}
            onGroups={(groups) => form.set('groups', groups)}
            onGroupMade={choices.refetch}
          />
        </FormSection>
        {form.values.control === 'self-registration' && <AccessRegistration {...part} />}
        <AccessSignIn {...part} />
        <AccessSecondFactor {...part} groups={choices.data?.accessGroups ?? []} />
        <AccessConsent
          {...part}
          languages={languages}
          savedVersion={saved.consent.version}
          wasOn={saved.consent.isOn}
        />
        <FormSection title={t('settings.access.managers')}>
          <TickField
            name="companyManagers"
            label={t('settings.access.companyManagers')}
            hint={t('settings.access.companyManagersHint')}
            isChosen={form.values.companyManagers}
            isDisabled={!canEdit}
            error={form.errors.companyManagers}
            onChange={(isChosen) => form.set('companyManagers', isChosen)}
          />
        </FormSection>
      </SettingsForm>
      <AskDialog
        isOpen={impact !== null}
        title={t('settings.access.askTitle')}
        confirm={t('settings.access.confirm')}
        onConfirm={async () => onSaved(await send(form.values, impact ?? undefined))}
        onClose={() => setImpact(null)}
      >
        {impact && <ImpactText impact={impact} />}
      </AskDialog>
    </>
  );
}

const withoutEmptyLines = (registration: Values['registration']): Values['registration'] => ({
  ...registration,
  allowedDomains: registration.allowedDomains.filter((line) => line.trim() !== ''),
  deniedDomains: registration.deniedDomains.filter((line) => line.trim() !== ''),
});
