import { Checkbox, Field, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { DomainChoices } from '../../../server/contracts/domains';
import { useWords } from '../../useWords';

interface Props {
  choices: DomainChoices;
  value: string;
  addLocale: boolean;
  error?: string;
  hint?: string;
  isDisabled?: boolean;
  onChange: (language: string) => void;
  onAddLocale: (addLocale: boolean) => void;
}

/** The primary language of a domain; one that Strapi's content lacks can be added to it in the same go. */
export function LanguageField(props: Props) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const { choices, value, isDisabled, onChange, onAddLocale } = props;
  const languages = choices.languages.map(({ code }) => code);
  const offered = value === '' || languages.includes(value) ? languages : [value, ...languages];
  const nameOf = (code: string) => formatDisplayName(code, { type: 'language' }) ?? code;
  const isLacking = choices.languages.some(({ code, isInStrapi }) => code === value && !isInStrapi);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Field.Root name="primaryLanguage" error={props.error} hint={props.hint} required>
        <Field.Label>{t('domains.language')}</Field.Label>
        <SingleSelect
          value={value}
          disabled={isDisabled}
          onChange={(next) => onChange(String(next))}
        >
          {offered.map((code) => (
            <SingleSelectOption key={code} value={code}>
              {nameOf(code)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      {isLacking && choices.canAddLocale && (
        <Checkbox
          checked={props.addLocale}
          disabled={isDisabled}
          onCheckedChange={(next) => onAddLocale(next === true)}
        >
          {t('domains.addLocale', { language: nameOf(value) })}
        </Checkbox>
      )}
      {isLacking && !choices.canAddLocale && (
        <Field.Root hint={t('domains.lackingLocale', { language: nameOf(value) })}>
          <Field.Hint />
        </Field.Root>
      )}
    </Flex>
  );
}
