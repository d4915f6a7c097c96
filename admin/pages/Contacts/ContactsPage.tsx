import { useRBAC } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { STANDINGS, type ContactRow } from '../../../server/contracts/contacts';
import { Choice } from '../../components/Choice';
import { CompanySelect, type NamedCompany } from '../../components/CompanySelect';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { RelativeTime } from '../../components/RelativeTime';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useRecords } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useListAddress } from '../../services/useListAddress';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { StandingPill } from './StandingPill';

const DEFAULTS = {
  q: '',
  sort: 'name',
  company: '',
  portal: '',
  standing: '',
  language: '',
  state: 'living',
};

/** Every contact, found by any word of its name, any of its addresses, its phone number or old id. */
export function ContactsPage() {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const { allowedActions } = useRBAC(permissions.contactEdit);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<ContactRow>('/contacts', address.query, address.cursor);
  const structure = useStructure();
  const { query, change } = address;
  const company = useRead<NamedCompany[]>(
    query.company === '' ? null : api('/company-choices', { ids: query.company }),
  );
  const portals = structure.data?.portals ?? [];
  const languages = structure.data?.languages ?? [];

  const columns: Column<ContactRow>[] = [
    {
      label: t('contacts.name'),
      sort: 'name',
      cell: ({ name, address: email }) => name || email || t('contacts.nameless'),
    },
    {
      label: t('contacts.address'),
      cell: ({ address: email }) => (
        <span style={{ display: 'inline-block', minWidth: '18rem', overflowWrap: 'anywhere' }}>
          {email}
        </span>
      ),
    },
    {
      label: t('contacts.company'),
      cell: ({ company: name }) => <span dir="auto">{name}</span>,
    },
    { label: t('contacts.portals'), cell: (contact) => <Portals contact={contact} /> },
    {
      label: t('contacts.created'),
      sort: 'created',
      cell: ({ createdAt }) => createdAt > 0 && <RelativeTime at={createdAt} />,
    },
  ];

  const filter = (
    name: 'standing' | 'portal' | 'language',
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <Choice
      label={label}
      value={query[name] || 'all'}
      options={[{ value: 'all', label: t('filter.any') }, ...options]}
      onChange={(value) => change({ [name]: value === 'all' ? '' : value })}
    />
  );

  return (
    <RecordListPage
      title={t('nav.contacts')}
      subtitle={t('contacts.subtitle')}
      label={t('nav.contacts')}
      searchHint={t('contacts.searchHint')}
      create={
        allowedActions.canContactEdit
          ? { to: `${paths.contacts}/new`, label: t('contacts.create') }
          : undefined
      }
      filters={
        <Flex gap={2} wrap="wrap">
          {filter('standing', t('contacts.standing'), [
            ...STANDINGS.map((one) => ({ value: one, label: t(`contacts.standing.${one}`) })),
            { value: 'none', label: t('contacts.standing.none') },
          ])}
          {portals.length > 1 &&
            filter(
              'portal',
              t('field.portal'),
              portals.map(({ id, name }) => ({ value: id, label: name })),
            )}
          {filter(
            'language',
            t('contacts.language'),
            languages.map((one) => ({
              value: one,
              label: formatDisplayName(one, { type: 'language' }) ?? one,
            })),
          )}
          <Choice
            label={t('contacts.shown')}
            value={query.state}
            options={[
              { value: 'living', label: t('contacts.state.living') },
              { value: 'bin', label: t('contacts.state.bin') },
            ]}
            onChange={(state) => change({ state })}
          />
          <Box width="22rem">
            <CompanySelect
              isBare
              size="S"
              label={t('contacts.company')}
              placeholder={t('contacts.companyFilter')}
              value={query.company === '' ? null : (company.data?.[0] ?? null)}
              onChange={(chosen) => change({ company: chosen?.id ?? '' })}
            />
          </Box>
        </Flex>
      }
      address={address}
      page={page}
      columns={columns}
      rowTo={({ id }) => paths.contact(id)}
      none={t('contacts.none')}
    />
  );
}

function Portals({ contact }: { contact: ContactRow }) {
  const t = useWords();
  if (contact.portals.length === 0)
    return <Typography textColor="neutral600">{t('contacts.noPortal')}</Typography>;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      {contact.portals.map(({ name, standing }) => (
        <Flex key={name} gap={2} wrap="wrap">
          <span dir="auto">{name}</span>
          <StandingPill standing={standing} />
        </Flex>
      ))}
    </Flex>
  );
}
