import { Field, NumberInput } from '@strapi/design-system';
import type { PortalSettings } from '../../../server/contracts/portal-settings';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import type { FormFields } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

interface Props {
  form: FormFields<PortalSettings['supportForm']>;
  isDisabled: boolean;
}

/** How many files a message may have, and of which size. */
export function SupportFormFiles({ form: { values, errors, set }, isDisabled }: Props) {
  const t = useWords();
  const { attachments } = values;
  return (
    <FormSection
      title={t('settings.supportForm.attachments')}
      hint={t('settings.supportForm.attachmentsHint')}
    >
      <FormGrid>
        {(['files', 'sizeMb'] as const).map((name) => (
          <FormCell key={name}>
            <Field.Root
              name={`attachments.${name}`}
              error={errors[`attachments.${name}`]}
              hint={t(`settings.supportForm.${name}Hint`)}
            >
              <Field.Label>{t(`settings.supportForm.${name}`)}</Field.Label>
              <NumberInput
                value={Number.isNaN(attachments[name]) ? undefined : attachments[name]}
                disabled={isDisabled}
                onValueChange={(typed) =>
                  set('attachments', { ...attachments, [name]: typed ?? Number.NaN })
                }
              />
              <Field.Error />
              <Field.Hint />
            </Field.Root>
          </FormCell>
        ))}
      </FormGrid>
    </FormSection>
  );
}
