import type { ReactNode } from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import type { FieldErrors } from '../../../services/useRecordForm';
import { useWords } from '../../../useWords';

export interface ValueRow {
  value: string;
  id: string;
}
export const isEmptyRow = ({ value, id }: ValueRow): boolean => value.trim() === '' && id === '';

interface Props {
  /** Path of the list in errors. */
  name: string;
  label: string;
  rows: ValueRow[];
  errors: FieldErrors;
  isDisabled: boolean;
  /** What is chosen for a value. */
  choice: (row: ValueRow, error: string | undefined, onChange: (id: string) => void) => ReactNode;
  onChange: (rows: ValueRow[]) => void;
}

/** Values of a claim, and the record that each of them means. */
export function ValueMapField({ name, label, rows, errors, isDisabled, choice, onChange }: Props) {
  const t = useWords();
  const change = (index: number, part: Partial<ValueRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <Flex role="group" aria-label={label} direction="column" alignItems="stretch" gap={4}>
      <Typography tag="h3" variant="pi" fontWeight="bold">
        {label}
      </Typography>
      {rows.map((row, index) => (
        <Flex key={index} gap={3} wrap="wrap" alignItems="flex-start">
          <Box flex="1 1 20rem">
            <Field.Root name={`${name}.${index}.value`} error={errors[`${name}.${index}.value`]}>
              <Field.Label>{t('sso.value', { number: index + 1 })}</Field.Label>
              <TextInput
                value={row.value}
                maxLength={300}
                dir="auto"
                disabled={isDisabled}
                onChange={({ target }: { target: { value: string } }) =>
                  change(index, { value: target.value })
                }
              />
              <Field.Error />
            </Field.Root>
          </Box>
          <Box flex="1 1 20rem">
            {choice(row, errors[`${name}.${index}.id`], (id) => change(index, { id }))}
          </Box>
          {!isDisabled && (
            <Box paddingTop={6}>
              <Button
                variant="tertiary"
                startIcon={<Trash />}
                aria-label={t('sso.value.removeOne', { number: index + 1 })}
                onClick={() => onChange(rows.filter((_, at) => at !== index))}
              >
                {t('sso.value.remove')}
              </Button>
            </Box>
          )}
        </Flex>
      ))}
      {!isDisabled && (
        <Flex>
          <Button
            variant="secondary"
            startIcon={<Plus />}
            onClick={() => onChange([...rows, { value: '', id: '' }])}
          >
            {t('sso.value.add')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
