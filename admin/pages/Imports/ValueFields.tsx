import {
  Box,
  Grid,
  SingleSelect,
  SingleSelectOption,
  Typography,
  Field,
} from '@strapi/design-system';
import type { ImportDetail } from '../../../server/contracts/transfers';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import { useFieldLabel } from './useFieldLabel';

interface Props {
  detail: ImportDetail;
  mapping: Record<string, string>;
  values: Record<string, Record<string, string>>;
  onChange: (values: Record<string, Record<string, string>>) => void;
}

const NOT_KNOWN = ['pipeline', 'status'];

/** What the values of pipelines, statuses, owners and choices mean: those found by name first, unknown ones marked. */
export function ValueFields({ detail, mapping, values, onChange }: Props) {
  const t = useWords();
  const labelOf = useFieldLabel(detail.fields);
  const sections = detail.fields.flatMap((field) => {
    const header = Object.entries(mapping).find(([, key]) => key === field.key)?.[0];
    const column = detail.columns.find((one) => one.header === header);
    if (!field.values || !column?.values || column.values.length === 0) return [];
    const found = [
      ...new Set(column.values.flatMap((cell) => cell.split(';').map((one) => one.trim()))),
    ];
    return [{ field, found }];
  });
  if (sections.length === 0) return null;
  return (
    <FormSection title={t('transfers.values')} hint={t('transfers.valuesHint')}>
      {sections.map(({ field, found }) => (
        <Box key={field.key}>
          <Typography tag="h3" variant="omega" fontWeight="bold" paddingBottom={3}>
            {labelOf(field.key)}
          </Typography>
          <Grid.Root gap={4}>
            {found.map((value) => (
              <Grid.Item key={value} col={4} s={6} xs={12} direction="column" alignItems="stretch">
                <Field.Root name={`${field.key}.${value}`}>
                  <Field.Label>{value}</Field.Label>
                  <SingleSelect
                    size="S"
                    value={values[field.key]?.[value] ?? ''}
                    onChange={(id) =>
                      onChange({
                        ...values,
                        [field.key]: { ...values[field.key], [value]: String(id) },
                      })
                    }
                  >
                    <SingleSelectOption value="">{byName(field.key, value)}</SingleSelectOption>
                    {(field.values ?? []).map(({ id, name }) => (
                      <SingleSelectOption key={id} value={id}>
                        {name}
                      </SingleSelectOption>
                    ))}
                  </SingleSelect>
                </Field.Root>
              </Grid.Item>
            ))}
          </Grid.Root>
        </Box>
      ))}
    </FormSection>
  );

  function byName(key: string, value: string): string {
    const id = detail.proposals[key]?.[value] ?? '';
    const name = detail.fields
      .find((field) => field.key === key)
      ?.values?.find((one) => one.id === id)?.name;
    if (name) return t('transfers.byName', { name });
    return t(NOT_KNOWN.includes(key) ? 'transfers.unknownRefused' : 'transfers.unknownEmpty');
  }
}
