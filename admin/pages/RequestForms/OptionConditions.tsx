import {
  Box,
  Field,
  Flex,
  IconButton,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import type { FormField } from '../../../server/contracts/request-forms';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import { FilterGroupsEditor } from '../../components/FilterGroupsEditor';
import { useWords } from '../../useWords';

interface Props {
  field: FormField;
  /** Path of the options in errors. */
  name: string;
  property: PropertyDefinition;
  others: PropertyDefinition[];
  language: string;
  errors: Record<string, string>;
  isDisabled: boolean;
  onChange: (options: FormField['options']) => void;
}

/** Options that are shown only when other fields have values; all others are always shown. */
export function OptionConditions(props: Props) {
  const { field, name, property, others, language, errors, isDisabled, onChange } = props;
  const t = useWords();
  const { options } = field;
  const labelOf = (key: string) =>
    wordIn(property.options.find((option) => option.key === key)?.labels ?? {}, language, key);
  const free = property.options.filter(
    ({ key, isArchived }) => !isArchived && !options.some((option) => option.key === key),
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {options.map((option, index) => (
        <Box key={option.key}>
          <Flex justifyContent="space-between" paddingBottom={2}>
            <Typography fontWeight="semiBold">
              {t('requestForms.optionWhen', { name: labelOf(option.key) })}
            </Typography>
            {!isDisabled && (
              <IconButton
                type="button"
                variant="ghost"
                label={t('requestForms.removeOption', { name: labelOf(option.key) })}
                onClick={() => onChange(options.filter((_, at) => at !== index))}
              >
                <Trash />
              </IconButton>
            )}
          </Flex>
          {errors[`${name}.${index}.key`] && (
            <Typography variant="pi" textColor="danger600">
              {errors[`${name}.${index}.key`]}
            </Typography>
          )}
          <FilterGroupsEditor
            subject="ticket"
            properties={others}
            value={option.conditions}
            errors={errors}
            name={`${name}.${index}.conditions`}
            isDisabled={isDisabled}
            language={language}
            onChange={(conditions) =>
              onChange(options.map((one, at) => (at === index ? { ...one, conditions } : one)))
            }
          />
        </Box>
      ))}
      {!isDisabled && free.length > 0 && others.length > 0 && (
        <Field.Root name={`${name}.new`}>
          <Field.Label>{t('requestForms.addOption')}</Field.Label>
          <SingleSelect
            value={null}
            placeholder={t('requestForms.chooseOption')}
            onChange={(key) => onChange([...options, { key: String(key), conditions: [] }])}
          >
            {free.map(({ key }) => (
              <SingleSelectOption key={key} value={key}>
                {labelOf(key)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
      )}
    </Flex>
  );
}
