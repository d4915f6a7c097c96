import { Flex, Typography } from '@strapi/design-system';
import type { MergeChoice, MergeField, MergePreview } from '../../../server/contracts/record-merge';
import type { RecordArea } from '../../services/records';
import { useWords } from '../../useWords';
import { DataTable } from '../DataTable';

interface Props {
  area: RecordArea;
  preview: MergePreview<{ name: string }>;
  choices: Readonly<Record<string, MergeChoice>>;
  labelOf: (field: MergeField) => string;
  textOf: (field: MergeField, value: string) => string;
  onChoose: (field: string, choice: MergeChoice) => void;
}

/** Every field of both records; where they differ a person chooses. */
export function MergeTable({ area, preview, choices, labelOf, textOf, onChoose }: Props) {
  const t = useWords();
  const { winner, loser, fields } = preview;
  if (fields.length === 0)
    return <Typography textColor="neutral600">{t(`${area}.mergeNothing`)}</Typography>;
  return (
    <DataTable
      label={t(`${area}.mergeFields`)}
      heads={[
        t(`${area}.field`),
        t(`${area}.staysHead`, { name: winner.name }),
        t(`${area}.goesHead`, { name: loser.name }),
      ]}
      isBusy={false}
    >
      {fields.map((one) => (
        <tr key={one.field}>
          <th scope="row" style={{ textTransform: 'none' }}>
            {labelOf(one)}
          </th>
          {(['winner', 'loser'] as const).map((side) => (
            <td key={side}>
              {one.winner === one.loser ? (
                <Typography dir="auto">{textOf(one, one[side])}</Typography>
              ) : (
                <SideValue
                  field={one.field}
                  value={textOf(one, one[side]) || t('form.none')}
                  isChosen={(choices[one.field] ?? one.proposal) === side}
                  onChoose={() => onChoose(one.field, side)}
                />
              )}
            </td>
          ))}
        </tr>
      ))}
    </DataTable>
  );
}

interface SideValueProps {
  field: string;
  value: string;
  isChosen: boolean;
  onChoose: () => void;
}

const SideValue = ({ field, value, isChosen, onChoose }: SideValueProps) => (
  <Flex tag="label" gap={2} alignItems="baseline" style={{ cursor: 'pointer' }}>
    <input type="radio" name={field} checked={isChosen} onChange={onChoose} />
    <Typography
      dir="auto"
      textColor={isChosen ? 'neutral800' : 'neutral600'}
      fontWeight={isChosen ? 'semiBold' : 'regular'}
    >
      {value}
    </Typography>
  </Flex>
);
