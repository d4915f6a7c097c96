import { Box, Checkbox, Field, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { PortalChoices } from '../../../server/contracts/portals';
import { languageOf } from '../../../server/rules/languages';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { LanguageFields } from '../../components/LanguageFields';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TextField } from '../../components/TextField';
import { useRead } from '../../services/useRead';
import { api } from '../../services/api';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import type { SectionProps } from './sections';
import { SettingsForm } from './SettingsForm';
import { useSectionForm } from './useSectionForm';

/** In columns, however long their names are. */
const Languages = styled(Box)`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr));
  gap: ${({ theme }) => theme.spaces[3]};
  padding-block: ${({ theme }) => theme.spaces[2]};
`;

const TEXTS = ['signIn', 'register', 'noAccess', 'paused'] as const;

/** Name, address, languages, inbox, and the texts of the system pages. */
export function GeneralSettings(props: SectionProps) {
  const { portal, canEdit } = props;
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const choices = useRead<PortalChoices>(api(`/portals/${portal.id}/choices`)).data;
  const form = useSectionForm('general', props, ({ name }): FieldErrors =>
    name.trim() === '' ? { name: t('settings.general.nameMissing') } : {},
  );
  const { values, errors, set } = form;
  const isDisabled = !canEdit;
  const domain = choices?.domains.find(({ id }) => id === values.domain);
  const primary = domain?.primaryLanguage ?? 'en';
  const languageName = (code: string) => formatDisplayName(code, { type: 'language' }) ?? code;
  const named = (code: string) => {
    const language = languageName(code);
    const review = languageOf(code)?.review ?? 'none';
    return review === 'translated' || review === 'none'
      ? t(`settings.general.language.${review}`, { language })
      : language;
  };
  const before = portal.settings.general;
  const isMoving = before.domain !== values.domain || before.slug !== values.slug;

  const text = (name: 'name' | 'slug' | 'company' | 'helpContact', maxLength: number) => (
    <TextField
      name={name}
      label={t(`settings.general.${name}`)}
      hint={t(`settings.general.${name}Hint`)}
      value={values[name]}
      error={errors[name]}
      maxLength={maxLength}
      isRequired={name === 'name' || name === 'slug'}
      isDisabled={isDisabled}
      onChange={(value) => set(name, value)}
    />
  );

  return (
    <SettingsForm {...props} label="settings.general" form={form}>
      <FormSection title={t('settings.general.naming')}>
        <FormGrid>
          <FormCell>{text('name', 80)}</FormCell>
          <FormCell>{text('company', 80)}</FormCell>
          <FormCell>{text('helpContact', 320)}</FormCell>
        </FormGrid>
      </FormSection>
      <FormSection title={t('settings.general.address')}>
        <FormGrid>
          <FormCell>
            <SelectField
              name="domain"
              label={t('settings.general.domain')}
              hint={t('settings.general.domainHint')}
              value={values.domain}
              options={(choices?.domains ?? []).map(({ id, address }) => ({
                value: id,
                label: address,
              }))}
              error={errors.domain}
              isDisabled={isDisabled || !choices}
              onChange={(value) => set('domain', value)}
            />
          </FormCell>
          <FormCell>{text('slug', 60)}</FormCell>
        </FormGrid>
        {domain && (
          <Flex direction="column" alignItems="flex-start" gap={1} role="status">
            <Typography fontWeight="semiBold" dir="ltr">
              {`${domain.address}/${values.slug}`}
            </Typography>
            {isMoving && (
              <Typography variant="pi" textColor="neutral600">
                {t('settings.general.moves', { address: portal.address })}
              </Typography>
            )}
          </Flex>
        )}
        <Field.Root
          name="languages"
          error={errors.languages}
          hint={t('settings.general.languagesHint', { language: languageName(primary) })}
          role="group"
          aria-labelledby="portal-languages"
        >
          <Typography variant="pi" fontWeight="bold" id="portal-languages">
            {t('settings.general.languages')}
          </Typography>
          <Languages>
            {(choices?.languages ?? [])
              .filter((code) => code !== primary)
              .map((code) => (
                <Checkbox
                  key={code}
                  checked={values.languages.includes(code)}
                  disabled={isDisabled}
                  onCheckedChange={(isChosen) => {
                    const others = values.languages.filter((one) => one !== code);
                    set('languages', isChosen ? [...others, code] : others);
                  }}
                >
                  {named(code)}
                </Checkbox>
              ))}
          </Languages>
          <Field.Error />
          <Field.Hint />
        </Field.Root>
      </FormSection>
      <FormSection title={t('settings.general.arrival')}>
        <SelectField
          name="inbox"
          label={t('settings.general.inbox')}
          hint={t('settings.general.inboxHint')}
          value={values.inbox}
          options={(choices?.inboxes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          error={errors.inbox}
          isDisabled={isDisabled || !choices}
          onChange={(value) => set('inbox', value)}
        />
      </FormSection>
      <FormSection title={t('settings.general.texts')} hint={t('settings.general.textsHint')}>
        {TEXTS.map((page) => (
          <LanguageFields
            key={page}
            label={t(`settings.general.texts.${page}`)}
            name={`texts.${page}`}
            hint={t(`settings.general.texts.${page}Hint`)}
            languages={[...new Set([primary, ...values.languages])]}
            value={values.texts[page]}
            errors={errors}
            isLong
            maxLength={2000}
            isDisabled={isDisabled}
            onChange={(words) => set('texts', { ...values.texts, [page]: words })}
          />
        ))}
      </FormSection>
    </SettingsForm>
  );
}
