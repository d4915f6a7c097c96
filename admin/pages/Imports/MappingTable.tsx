import { Box, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import type { ImportDetail } from '../../../server/contracts/transfers';
import { DataTable } from '../../components/DataTable';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { useFieldLabel } from './useFieldLabel';

interface Props {
  detail: ImportDetail;
  mapping: Record<string, string>;
  errors: FieldErrors;
  onChange: (mapping: Record<string, string>) => void;
}

const SHOWN = 3;

/** Every column with its first cells and the field that it fills. */
export function MappingTable({ detail, mapping, errors, onChange }: Props) {
  const t = useWords();
  const labelOf = useFieldLabel(detail.fields);
  const columns = detail.columns.filter(({ header }) => header !== 'problem');
  return (
    <DataTable
      label={t('transfers.mapping')}
      heads={[t('transfers.column'), t('transfers.samples'), t('transfers.field')]}
      isBusy={false}
    >
      {columns.map(({ header, samples }) => (
        <tr key={header}>
          <td>
            <Typography fontWeight="semiBold" dir="auto">
              {header}
            </Typography>
          </td>
          <td>
            <Box maxWidth="32rem">
              {samples
                .filter((sample) => sample !== '')
                .slice(0, SHOWN)
                .map((sample, index) => (
                  <Typography
                    key={index}
                    tag="p"
                    variant="pi"
                    textColor="neutral600"
                    ellipsis
                    dir="auto"
                  >
                    {sample}
                  </Typography>
                ))}
            </Box>
          </td>
          <td>
            <Box minWidth="22rem">
              <SingleSelect
                size="S"
                aria-label={t('transfers.fieldOf', { column: header })}
                aria-invalid={`mapping.${header}` in errors}
                value={mapping[header] ?? ''}
                onChange={(field) => onChange({ ...mapping, [header]: String(field) })}
              >
                <SingleSelectOption value="">{t('transfers.ignore')}</SingleSelectOption>
                {detail.fields.map(({ key }) => (
                  <SingleSelectOption key={key} value={key}>
                    {labelOf(key)}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
              {errors[`mapping.${header}`] && (
                <Typography variant="pi" textColor="danger600">
                  {errors[`mapping.${header}`]}
                </Typography>
              )}
            </Box>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
