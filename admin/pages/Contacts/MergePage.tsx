import {
  STANDINGS,
  type ContactMergeSide,
  type ContactRow,
  type Standing,
} from '../../../server/contracts/contacts';
import type { RecordPage } from '../../../server/contracts/lists';
import type { MergeField } from '../../../server/contracts/record-merge';
import { FindField } from '../../components/FindField';
import { MergePage } from '../../components/RecordMerge/MergePage';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useWords } from '../../useWords';
import { useFieldLabel } from './fieldLabels';

const named = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ');

/** Makes one contact of two. */
export function MergeContactPage() {
  const t = useWords();
  const labelOf = useFieldLabel();
  const textOf = ({ field }: MergeField, value: string) => {
    if (!field.startsWith('standing.')) return value;
    const standing = STANDINGS.find((one): one is Standing => one === value);
    return t(`contacts.standing.${standing ?? 'none'}`);
  };
  return (
    <MergePage<ContactMergeSide>
      area="contacts"
      pathOf={paths.contact}
      backLabel={t('contacts.backToContact')}
      findField={({ id, loser, onChoose }) => (
        <FindField<RecordPage<ContactRow>, ContactRow>
          label={t('contacts.contact')}
          placeholder={t('contacts.searchHint')}
          shown={loser ? named(loser.name, loser.addresses[0]) : ''}
          url={(q) => api('/contacts', { q })}
          rowsOf={({ rows }) => rows.filter((row) => row.id !== id)}
          textOf={(row) => named(row.name, row.address, row.company)}
          onChoose={(row) => onChoose(row.id)}
          onClear={() => onChoose(null)}
        />
      )}
      labelOf={({ field, label }) => labelOf(field, label)}
      textOf={textOf}
      notesOf={({ winner, loser }) => [
        t('contacts.mergeAddresses', { count: loser.addresses.length }),
        t('contacts.mergeTickets', { count: loser.tickets }),
        winner.hasAccount &&
          loser.hasAccount &&
          t('contacts.mergeTwoAccounts', { name: loser.name }),
        !winner.hasAccount &&
          loser.hasAccount &&
          t('contacts.mergeAccountMoves', { name: loser.name }),
        t('contacts.mergeForGood', { name: loser.name }),
      ]}
    />
  );
}
