import { Field, Grid, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { ImportSettings } from '../../../server/contracts/transfers';
import type { PropertySubject } from '../../../server/contracts/properties';
import { FormSection } from '../../components/RecordFormPage';
import { ZoneSelect } from '../../components/ZoneSelect';
import { useStructure } from '../../services/structure';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

interface Props {
  subject: PropertySubject;
  settings: ImportSettings;
  errors: FieldErrors;
  onChange: (changed: Partial<ImportSettings>) => void;
}

export function ImportSettingsFields({ subject, settings, errors, onChange }: Props) {
  const t = useWords();
  const { data } = useStructure();
  return (
    <FormSection title={t('transfers.settings')}>
      <Grid.Root gap={4}>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <Field.Root
            name="settings.timeZone"
            required
            hint={t('transfers.timeZoneHint')}
            error={errors['settings.timeZone']}
          >
            <Field.Label>{t('transfers.timeZone')}</Field.Label>
            <ZoneSelect value={settings.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <Field.Root name="settings.known" hint={t('transfers.knownHint')}>
            <Field.Label>{t('transfers.known')}</Field.Label>
            <SingleSelect
              value={settings.known}
              onChange={(known) => onChange({ known: known === 'skip' ? 'skip' : 'update' })}
            >
              <SingleSelectOption value="update">{t('transfers.update')}</SingleSelectOption>
              <SingleSelectOption value="skip">{t('transfers.skip')}</SingleSelectOption>
            </SingleSelect>
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
        {subject === 'ticket' && (
          <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
            <Field.Root
              name="settings.inbox"
              required
              hint={t('transfers.inboxHint')}
              error={errors['settings.inbox']}
            >
              <Field.Label>{t('transfers.inbox')}</Field.Label>
              <SingleSelect
                value={settings.inbox}
                onChange={(inbox) => onChange({ inbox: String(inbox) })}
              >
                {(data?.inboxes ?? []).map(({ id, name, portal }) => (
                  <SingleSelectOption key={id} value={id}>
                    {portal === '' ? name : `${name} · ${portal}`}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Grid.Item>
        )}
        {subject === 'contact' && (
          <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
            <Field.Root name="settings.language" hint={t('transfers.languageHint')}>
              <Field.Label>{t('transfers.language')}</Field.Label>
              <SingleSelect
                value={settings.language}
                onChange={(language) => onChange({ language: String(language) })}
              >
                <SingleSelectOption value="">{t('transfers.noLanguage')}</SingleSelectOption>
                {(data?.languages ?? []).map((language) => (
                  <SingleSelectOption key={language} value={language}>
                    {language}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
              <Field.Hint />
            </Field.Root>
          </Grid.Item>
        )}
      </Grid.Root>
    </FormSection>
  );
}
