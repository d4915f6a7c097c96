import { useRBAC } from '@strapi/strapi/admin';
import type { CompanyRow } from '../../../server/contracts/companies';
import type { Counted } from '../../../server/contracts/lists';
import { Choice } from '../../components/Choice';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { RelativeTime } from '../../components/RelativeTime';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';

const DEFAULTS = { q: '', sort: 'name', state: 'living' };
const SHOWN_DOMAINS = 3;

/** Every company, found by words of its name, a domain or its old id. */
export function CompaniesPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.companyEdit);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<CompanyRow>('/companies', address.query, address.cursor);
  const numberOf = ({ value, more }: Counted) =>
    t(more ? 'companies.more' : 'companies.exact', { count: value });

  const columns: Column<CompanyRow>[] = [
    { label: t('companies.name'), sort: 'name', cell: ({ name }) => name },
    {
      label: t('companies.domains'),
      cell: ({ domains }) => (
        <span style={{ display: 'inline-block', minWidth: '18rem', overflowWrap: 'anywhere' }}>
          {domains.length > SHOWN_DOMAINS
            ? t('companies.domainsMore', {
                domains: domains.slice(0, SHOWN_DOMAINS).join(', '),
                count: domains.length - SHOWN_DOMAINS,
              })
            : domains.join(', ')}
        </span>
      ),
    },
    { label: t('companies.parent'), cell: ({ parent }) => <span dir="auto">{parent}</span> },
    { label: t('companies.contacts'), cell: ({ contacts }) => numberOf(contacts) },
    { label: t('companies.openTickets'), cell: ({ openTickets }) => numberOf(openTickets) },
    {
      label: t('companies.created'),
      sort: 'created',
      cell: ({ createdAt }) => createdAt > 0 && <RelativeTime at={createdAt} />,
    },
  ];

  return (
    <RecordListPage
      title={t('nav.companies')}
      subtitle={t('companies.subtitle')}
      label={t('nav.companies')}
      searchHint={t('companies.searchHint')}
      create={
        allowedActions.canCompanyEdit
          ? { to: `${paths.companies}/new`, label: t('companies.create') }
          : undefined
      }
      filters={
        <Choice
          label={t('companies.shown')}
          value={address.query.state}
          options={[
            { value: 'living', label: t('companies.state.living') },
            { value: 'bin', label: t('companies.state.bin') },
          ]}
          onChange={(state) => address.change({ state })}
        />
      }
      address={address}
      page={page}
      columns={columns}
      rowTo={({ id }) => paths.company(id)}
      none={t('companies.none')}
    />
  );
}
