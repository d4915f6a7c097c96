import { useState } from 'react';
import {
  Box,
  Field,
  Flex,
  IconButton,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { CaretDown, CaretUp, Trash } from '@strapi/icons';
import { ATTACHMENTS, type FormField } from '../../../server/contracts/request-forms';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { FormSection } from '../../components/RecordFormPage';
import { ReorderList } from '../../components/ReorderList';
import { useWords } from '../../useWords';
import { FieldEditor } from './FieldEditor';
import { fieldLabel, propertyLabel } from './fieldWords';

interface Props {
  fields: FormField[];
  /** That a form may ask for. */
  properties: PropertyDefinition[];
  /** What the form sets, and therefore cannot ask for. */
  setKeys: string[];
  languages: string[];
  errors: Record<string, string>;
  isDisabled: boolean;
  onChange: (fields: FormField[]) => void;
}

const newField = (property: string): FormField => ({
  property,
  labels: {},
  helps: {},
  placeholders: {},
  isRequired: property === 'subject',
  defaultValue: [],
  width: 'full',
  conditions: [],
  options: [],
});

/** The fields in their order; each opens to say everything about it. */
export function FieldsSection(props: Props) {
  const { fields, properties, setKeys, languages, errors, isDisabled, onChange } = props;
  const t = useWords();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [language = 'en'] = languages;
  const free = [...properties.map(({ key }) => key), ATTACHMENTS].filter(
    (key) => !setKeys.includes(key) && !fields.some(({ property }) => property === key),
  );
  const items = fields.map((field) => ({
    id: field.property,
    name: fieldLabel(field, properties, language, t),
    field,
  }));
  const place = (key: string) => fields.findIndex(({ property }) => property === key);
  const isWrong = (key: string) =>
    Object.keys(errors).some((path) => path.startsWith(`fields.${place(key)}.`));

  const toggle = (key: string) =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const add = (key: string) => {
    onChange([...fields, newField(key)]);
    setOpened((before) => new Set(before).add(key));
  };

  const facts = (field: FormField) =>
    [
      field.isRequired ? t('requestForms.required') : '',
      field.conditions.length > 0 ? t('requestForms.conditional') : '',
      field.width === 'half' ? t('requestForms.half') : '',
    ]
      .filter(Boolean)
      .join(' · ');

  return (
    <FormSection title={t('requestForms.fields')} hint={t('requestForms.fieldsHint')}>
      {errors.fields && (
        <Typography variant="pi" textColor="danger600">
          {errors.fields}
        </Typography>
      )}
      <ReorderList
        label={t('requestForms.fields')}
        items={items}
        isDisabled={isDisabled}
        onReorder={(next) => onChange(next.map(({ field }) => field))}
        below={({ id, field }) =>
          (opened.has(id) || isWrong(id)) && (
            <Box paddingLeft={4} paddingRight={4} paddingBottom={4}>
              <FieldEditor
                field={field}
                name={`fields.${place(id)}`}
                fields={fields}
                properties={properties}
                languages={languages}
                errors={errors}
                isDisabled={isDisabled}
                onChange={(next) =>
                  onChange(fields.map((one) => (one.property === id ? next : one)))
                }
              />
            </Box>
          )
        }
      >
        {({ id, name, field }) => {
          const isOpen = opened.has(id) || isWrong(id);
          return (
            <Flex gap={2} justifyContent="space-between">
              <Flex gap={3} wrap="wrap">
                <Typography fontWeight="semiBold" dir="auto">
                  {name}
                </Typography>
                <Typography variant="pi" textColor="neutral600">
                  {facts(field)}
                </Typography>
              </Flex>
              <Flex gap={1}>
                <IconButton
                  type="button"
                  variant="ghost"
                  label={t(isOpen ? 'requestForms.closeField' : 'requestForms.openField', {
                    name,
                  })}
                  aria-expanded={isOpen}
                  onClick={() => toggle(id)}
                >
                  {isOpen ? <CaretUp /> : <CaretDown />}
                </IconButton>
                {!isDisabled && (
                  <IconButton
                    type="button"
                    variant="ghost"
                    label={t('requestForms.removeField', { name })}
                    onClick={() => onChange(fields.filter(({ property }) => property !== id))}
                  >
                    <Trash />
                  </IconButton>
                )}
              </Flex>
            </Flex>
          );
        }}
      </ReorderList>
      {!isDisabled && free.length > 0 && (
        <Field.Root name="newField">
          <Field.Label>{t('requestForms.addField')}</Field.Label>
          <SingleSelect
            value={null}
            placeholder={t('requestForms.chooseProperty')}
            onChange={(key) => add(String(key))}
          >
            {free.map((key) => (
              <SingleSelectOption key={key} value={key}>
                {propertyLabel(key, properties, language, t)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
      )}
    </FormSection>
  );
}
