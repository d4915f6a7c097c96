import type { CompanyMergeSide } from '../../../server/contracts/companies';
import type { Counted } from '../../../server/contracts/lists';
import { CompanySelect } from '../../components/CompanySelect';
import { MergePage } from '../../components/RecordMerge/MergePage';
import { paths } from '../../plugin';
import { useWords, type Word } from '../../useWords';

const LABELS: Record<string, Word> = {
  name: 'companies.name',
  externalId: 'companies.externalId',
  parent: 'companies.parent',
};

/** Makes one company of two. */
export function MergeCompanyPage() {
  const t = useWords();
  const count = ({ value, more }: Counted) =>
    t(more ? 'companies.more' : 'companies.exact', { count: value });
  return (
    <MergePage<CompanyMergeSide>
      area="companies"
      pathOf={paths.company}
      backLabel={t('companies.company')}
      findField={({ id, loser, onChoose }) => (
        <CompanySelect
          label={t('companies.company')}
          value={loser}
          without={id}
          onChange={(other) => onChoose(other?.id ?? null)}
        />
      )}
      labelOf={({ field, label }) => {
        const word = LABELS[field];
        return word ? t(word) : label;
      }}
      notesOf={({ loser }) => [
        loser.domains.length > 0 &&
          t('companies.mergeDomains', { domains: loser.domains.join(', ') }),
        t('companies.mergeMoves', {
          contacts: count(loser.contacts),
          tickets: count(loser.tickets),
          children: loser.children,
        }),
        t('companies.mergeSight'),
        t('companies.mergeForGood'),
      ]}
    />
  );
}
