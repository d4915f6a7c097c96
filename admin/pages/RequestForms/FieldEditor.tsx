import type { ReactNode } from 'react';
import {
  Box,
  Checkbox,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { ATTACHMENTS, FIELD_WIDTHS, type FormField } from '../../../server/contracts/request-forms';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { FilterGroupsEditor } from '../../components/FilterGroupsEditor';
import { LanguageFields } from '../../components/LanguageFields';
import { PropertyField } from '../../components/PropertyField';
import { useWords } from '../../useWords';
import { asValues, propertyLabel } from './fieldWords';
import { OptionConditions } from './OptionConditions';

interface Props {
  field: FormField;
  /** Path of the field in errors. */
  name: string;
  fields: FormField[];
  properties: PropertyDefinition[];
  languages: string[];
  errors: Record<string, string>;
  isDisabled: boolean;
  onChange: (field: FormField) => void;
}

const WITH_PLACEHOLDER = new Set(['text', 'long-text', 'number', 'link', 'choice']);

/** Everything about one field. */
export function FieldEditor(props: Props) {
  const { field, name, fields, properties, languages, errors, isDisabled, onChange } = props;
  const t = useWords();
  const [language = 'en'] = languages;
  const property = properties.find(({ key }) => key === field.property);
  const others = properties.filter(
    ({ key }) => key !== field.property && fields.some((one) => one.property === key),
  );
  const set = <Name extends keyof FormField>(key: Name, value: FormField[Name]) =>
    onChange({ ...field, [key]: value });
  const own = (words: Record<string, string> | undefined) =>
    Object.fromEntries(
      languages.map((one) => [
        one,
        words?.[one] ?? propertyLabel(field.property, properties, one, t),
      ]),
    );

  const texts = (key: 'labels' | 'helps' | 'placeholders', maxLength: number) => (
    <LanguageFields
      label={t(`requestForms.${key}`)}
      name={`${name}.${key}`}
      languages={languages}
      value={field[key]}
      errors={errors}
      maxLength={maxLength}
      isDisabled={isDisabled}
      placeholders={
        key === 'labels' ? own(property?.labels) : property?.[key === 'helps' ? key : 'helps']
      }
      onChange={(value) => set(key, value)}
    />
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4} paddingBottom={2}>
      {errors[`${name}.property`] && (
        <Typography variant="pi" textColor="danger600">
          {errors[`${name}.property`]}
        </Typography>
      )}
      {texts('labels', 191)}
      {texts('helps', 500)}
      {property && WITH_PLACEHOLDER.has(property.kind) && texts('placeholders', 191)}
      <Field.Root name={`${name}.isRequired`} error={errors[`${name}.isRequired`]}>
        <Checkbox
          checked={field.isRequired}
          disabled={isDisabled}
          aria-invalid={errors[`${name}.isRequired`] ? true : undefined}
          onCheckedChange={(value: boolean) => set('isRequired', value === true)}
        >
          {t('requestForms.isRequired')}
        </Checkbox>
        <Field.Error />
      </Field.Root>
      <Field.Root name={`${name}.width`}>
        <Field.Label>{t('requestForms.width')}</Field.Label>
        <SingleSelect
          value={field.width}
          disabled={isDisabled}
          onChange={(width) => set('width', width as FormField['width'])}
        >
          {FIELD_WIDTHS.map((width) => (
            <SingleSelectOption key={width} value={width}>
              {t(`requestForms.${width}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      {property && (
        <PropertyField
          property={{
            ...property,
            labels: { [language]: t('requestForms.defaultValue') },
            helps: {},
          }}
          value={field.defaultValue}
          error={errors[`${name}.defaultValue`]}
          isDisabled={isDisabled}
          language={language}
          onChange={(input) => set('defaultValue', asValues(input))}
        />
      )}
      {field.property !== 'subject' && (
        <Part title={t('requestForms.showWhen')} hint={t('requestForms.showWhenHint')}>
          {others.length === 0 && field.conditions.length === 0 ? (
            <Typography textColor="neutral600">{t('requestForms.noOtherField')}</Typography>
          ) : (
            <FilterGroupsEditor
              subject="ticket"
              properties={others}
              value={field.conditions}
              errors={errors}
              name={`${name}.conditions`}
              isDisabled={isDisabled}
              language={language}
              onChange={(conditions) => set('conditions', conditions)}
            />
          )}
        </Part>
      )}
      {field.property !== ATTACHMENTS && property && property.options.length > 0 && (
        <Part title={t('requestForms.options')} hint={t('requestForms.optionsHint')}>
          <OptionConditions
            field={field}
            name={`${name}.options`}
            property={property}
            others={others}
            language={language}
            errors={errors}
            isDisabled={isDisabled}
            onChange={(options) => set('options', options)}
          />
        </Part>
      )}
    </Flex>
  );
}

function Part({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <Box>
      <Typography tag="h3" variant="omega" fontWeight="bold">
        {title}
      </Typography>
      <Typography tag="p" variant="pi" textColor="neutral600" paddingBottom={3}>
        {hint}
      </Typography>
      {children}
    </Box>
  );
}
