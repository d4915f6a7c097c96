import type { MailSettings } from '../../../server/contracts/portal-settings';
import type { PortalDetail } from '../../../server/contracts/portals';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { TextField } from '../../components/TextField';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';

interface Props {
  portal: PortalDetail;
  canEdit: boolean;
  values: MailSettings;
  errors: Record<string, string>;
  set: <Name extends keyof MailSettings>(name: Name, value: MailSettings[Name]) => void;
}

/** Who the portal's mails come from, and which of them leave. */
export function MailsSender({ portal, canEdit, values, errors, set }: Props) {
  const t = useWords();
  const { general } = portal.settings;
  return (
    <FormSection title={t('settings.mails.sender')} hint={t('settings.mails.senderHint')}>
      <FormGrid>
        <FormCell>
          <TextField
            name="senderName"
            label={t('settings.mails.senderName')}
            hint={t('settings.mails.senderNameHint', { name: general.company || general.name })}
            value={values.senderName}
            error={errors.senderName}
            maxLength={80}
            isDisabled={!canEdit}
            onChange={(name) => set('senderName', name)}
          />
        </FormCell>
        <FormCell>
          <TextField
            name="senderAddress"
            label={t('settings.mails.senderAddress')}
            hint={t('settings.mails.senderAddressHint')}
            value={values.senderAddress}
            error={errors.senderAddress}
            maxLength={320}
            isDisabled={!canEdit}
            onChange={(address) => set('senderAddress', address)}
          />
        </FormCell>
      </FormGrid>
      <TickField
        name="statusChanges"
        label={t('settings.mails.statusChanges')}
        hint={t('settings.mails.statusChangesHint')}
        isChosen={values.statusChanges}
        isDisabled={!canEdit}
        onChange={(isChosen) => set('statusChanges', isChosen)}
      />
    </FormSection>
  );
}
