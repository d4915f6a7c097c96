import { Flex, Typography } from '@strapi/design-system';
import {
  STANDINGS,
  type MergeChoice,
  type MergeField,
  type MergePreview,
  type Standing,
} from '../../../server/contracts/contacts';
import { DataTable } from '../../components/DataTable';
import { useWords } from '../../useWords';
import { useFieldLabel } from './fieldLabels';

interface Props {
  preview: MergePreview;
  choices: Readonly<Record<string, MergeChoice>>;
  onChoose: (field: string, choice: MergeChoice) => void;
}

/** Every field of both contacts; where they differ a person chooses. */
export function MergeTable({ preview, choices, onChoose }: Props) {
  const t = useWords();
  const labelOf = useFieldLabel();
  const { winner, loser, fields } = preview;
  if (fields.length === 0) return null;

  const shown = ({ field }: MergeField, value: string) => {
    if (!field.startsWith('standing.')) return value;
    const standing = STANDINGS.find((one): one is Standing => one === value);
    return t(`contacts.standing.${standing ?? 'none'}`);
  };

  return (
    <DataTable
      label={t('contacts.mergeFields')}
      heads={[
        t('contacts.field'),
        t('contacts.staysHead', { name: winner.name }),
        t('contacts.goesHead', { name: loser.name }),
      ]}
      isBusy={false}
    >
      {fields.map((one) => {
        const label = labelOf(one.field, one.label);
        const chosen = choices[one.field] ?? one.proposal;
        const isSame = one.winner === one.loser;
        return (
          <tr key={one.field}>
            <th scope="row" style={{ textTransform: 'none' }}>
              {label}
            </th>
            {(['winner', 'loser'] as const).map((side) => (
              <td key={side}>
                {isSame ? (
                  <Typography dir="auto">{shown(one, one[side])}</Typography>
                ) : (
                  <Flex tag="label" gap={2} alignItems="baseline" style={{ cursor: 'pointer' }}>
                    <input
                      type="radio"
                      name={one.field}
                      checked={chosen === side}
                      onChange={() => onChoose(one.field, side)}
                    />
                    <Typography
                      dir="auto"
                      textColor={chosen === side ? 'neutral800' : 'neutral600'}
                      fontWeight={chosen === side ? 'semiBold' : 'regular'}
                    >
                      {shown(one, one[side]) || t('form.none')}
                    </Typography>
                  </Flex>
                )}
              </td>
            ))}
          </tr>
        );
      })}
    </DataTable>
  );
}
