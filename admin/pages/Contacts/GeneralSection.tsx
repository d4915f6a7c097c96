import { Field, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { ContactDetail } from '../../../server/contracts/contacts';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TextField } from '../../components/TextField';
import { ZoneSelect } from '../../components/ZoneSelect';
import type { FormFields } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import type { ContactValues } from './contactValues';

interface Props extends FormFields<ContactValues> {
  /** null for a new one. */
  contact: ContactDetail | null;
  /** Languages that portals speak. */
  languages: string[];
  isDisabled: boolean;
}

/** Who the contact is, and in which language and time zone pages and mails are for it. */
export function GeneralSection({ contact, languages, values, errors, set, isDisabled }: Props) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const { language } = values;
  const offered = language === '' || languages.includes(language) ? [] : [language];
  return (
    <FormSection title={t('contacts.general')}>
      <FormGrid>
        <FormCell>
          <TextField
            name="name"
            label={t('contacts.name')}
            isRequired
            value={values.name}
            error={errors.name}
            isDisabled={isDisabled}
            onChange={(name) => set('name', name)}
          />
        </FormCell>
        <FormCell>
          <TextField
            name="phone"
            label={t('contacts.phone')}
            value={values.phone}
            maxLength={40}
            error={errors.phone}
            isDisabled={isDisabled}
            onChange={(phone) => set('phone', phone)}
          />
        </FormCell>
        <FormCell>
          <SelectField
            name="language"
            label={t('contacts.language')}
            hint={t('contacts.languageHint')}
            value={language}
            options={[
              { value: '', label: t('contacts.asBrowser') },
              ...[...languages, ...offered].map((one) => ({
                value: one,
                label: formatDisplayName(one, { type: 'language' }) ?? one,
              })),
            ]}
            error={errors.language}
            isDisabled={isDisabled}
            onChange={(next) => set('language', next)}
          />
        </FormCell>
        <FormCell>
          <Field.Root name="timeZone" error={errors.timeZone}>
            <Field.Label>{t('contacts.timeZone')}</Field.Label>
            <ZoneSelect
              value={values.timeZone}
              placeholder={t('contacts.asBrowser')}
              isDisabled={isDisabled}
              onChange={(timeZone) => set('timeZone', timeZone)}
            />
            <Field.Error />
          </Field.Root>
        </FormCell>
      </FormGrid>
      {contact?.externalId && (
        <Typography variant="pi" textColor="neutral600">
          {t('contacts.externalId', { id: contact.externalId })}
        </Typography>
      )}
    </FormSection>
  );
}
