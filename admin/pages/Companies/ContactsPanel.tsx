import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Checkbox, Flex, IconButton, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useSearchParams } from 'react-router-dom';
import type { CompanyContact, CompanyDetail } from '../../../server/contracts/companies';
import type { RecordPage } from '../../../server/contracts/lists';
import { AskDialog } from '../../components/AskDialog';
import { CursorLinks } from '../../components/CursorLinks';
import { DataTable } from '../../components/DataTable';
import { Pill } from '../../components/Pill';
import { FormSection } from '../../components/RecordFormPage';
import { SearchField } from '../../components/SearchField';
import { Failure, Loading } from '../../components/States';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { deleteRecord, saveRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { FindField } from '../../components/FindField';
import { JoinNotice } from './JoinNotice';

interface Props {
  company: CompanyDetail;
  canEdit: boolean;
  /** Names lead to the contacts. */
  isLinked: boolean;
  onChanged: () => void;
}

interface Found {
  id: string;
  name: string;
  address: string;
}

/** Contacts of a company: each change takes effect at once. Search and page are in the address. */
export function ContactsPanel({ company, canEdit, isLinked, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [params, setParams] = useSearchParams();
  const [error, setError] = useState('');
  const [leaving, setLeaving] = useState<CompanyContact | null>(null);
  const q = params.get('q') ?? '';
  const route = `/companies/${company.id}/contacts`;
  const page = useRead<RecordPage<CompanyContact>>(
    api(route, { q, cursor: params.get('cursor') ?? undefined }),
  );
  const read = () => {
    page.refetch();
    onChanged();
  };

  async function save(
    contact: Pick<CompanyContact, 'id'>,
    flags: Pick<CompanyContact, 'isPrimary' | 'seesTickets' | 'isManager'>,
    said = t('form.saved'),
  ): Promise<void> {
    setError('');
    const { isPrimary, seesTickets, isManager } = flags;
    try {
      await saveRecord(`${route}/${contact.id}`, { isPrimary, seesTickets, isManager });
      toggleNotification({ type: 'success', message: said });
      read();
    } catch (problem) {
      setError(textOf(problem));
    }
  }

  async function remove(): Promise<void> {
    if (!leaving) return;
    await deleteRecord(`${route}/${leaving.id}`);
    toggleNotification({ type: 'success', message: t('companies.removedContact') });
    read();
  }

  const { data } = page;
  return (
    <FormSection title={t('companies.contacts')} hint={t('companies.contactsHint')}>
      {canEdit && <JoinNotice company={company} onJoined={read} />}
      {canEdit && (
        <Box maxWidth="48rem">
          <FindField<Found[], Found>
            label={t('companies.addContact')}
            placeholder={t('companies.addContactHint')}
            error={error || undefined}
            url={(typed) => api('/company-contact-choices', { q: typed })}
            rowsOf={(rows) => rows}
            textOf={({ name, address }) => [name, address].filter(Boolean).join(' · ')}
            onChoose={(contact) =>
              void save(
                contact,
                { isPrimary: false, seesTickets: false, isManager: false },
                t('companies.addedContact', { name: contact.name }),
              )
            }
          />
        </Box>
      )}
      {page.error && !page.isLoading ? (
        <Failure error={page.error} onRetry={page.refetch} />
      ) : (
        content()
      )}
      <AskDialog
        isOpen={leaving !== null}
        title={t('companies.removeTitle', { name: leaving?.name ?? '' })}
        confirm={t('companies.remove')}
        onConfirm={remove}
        onClose={() => setLeaving(null)}
      >
        <Typography>{t('companies.removeText', { company: company.name })}</Typography>
      </AskDialog>
    </FormSection>
  );

  function content() {
    if (!data) return <Loading />;
    if (data.rows.length === 0 && q === '')
      return <Typography textColor="neutral600">{t('companies.noContact')}</Typography>;
    return (
      <>
        {(q !== '' || data.nextCursor !== null || params.has('cursor')) && (
          <SearchField
            label={t('companies.findContact')}
            placeholder={t('companies.addContactHint')}
            value={q}
            onSearch={(next) => setParams(next === '' ? {} : { q: next })}
          />
        )}
        <Typography tag="p" variant="pi" textColor="neutral600" role="status">
          {t(data.count.more ? 'records.countMore' : 'records.count', { count: data.count.value })}
        </Typography>
        <DataTable
          label={t('companies.contacts')}
          heads={[
            t('companies.contact'),
            t('companies.address'),
            t('companies.rights'),
            ...(canEdit ? [{ label: t('companies.actions'), isHidden: true }] : []),
          ]}
          isBusy={page.isLoading}
        >
          {data.rows.map((contact) => (
            <tr key={contact.id}>
              <td dir="auto">
                <Flex gap={2} wrap="wrap">
                  {isLinked ? (
                    <RecordLink to={paths.contact(contact.id)}>{contact.name}</RecordLink>
                  ) : (
                    contact.name
                  )}
                  {contact.isPrimary && <Pill variant="primary">{t('companies.primary')}</Pill>}
                  {contact.isByDomain && <Pill variant="neutral">{t('companies.byDomain')}</Pill>}
                  {contact.isWithheld && <Pill variant="neutral">{t('companies.withheld')}</Pill>}
                  {contact.isTrusted && <Pill variant="success">{t('companies.trusted')}</Pill>}
                </Flex>
              </td>
              <td style={{ minWidth: '21rem', overflowWrap: 'anywhere' }}>{contact.address}</td>
              <td>
                <Flex direction="column" alignItems="flex-start" gap={2}>
                  <Checkbox
                    checked={contact.seesTickets}
                    disabled={!canEdit}
                    aria-label={t('companies.seesTicketsOf', { name: contact.name })}
                    onCheckedChange={(next) =>
                      void save(contact, { ...contact, seesTickets: next === true })
                    }
                  >
                    {t('companies.seesTickets')}
                  </Checkbox>
                  <Checkbox
                    checked={contact.isManager}
                    disabled={!canEdit}
                    aria-label={t('companies.isManagerOf', { name: contact.name })}
                    onCheckedChange={(next) =>
                      void save(contact, { ...contact, isManager: next === true })
                    }
                  >
                    {t('companies.isManager')}
                  </Checkbox>
                </Flex>
              </td>
              {canEdit && (
                <td>
                  <Flex gap={2} wrap="wrap" justifyContent="flex-end">
                    {!contact.isPrimary && (
                      <Button
                        variant="tertiary"
                        size="S"
                        onClick={() => void save(contact, { ...contact, isPrimary: true })}
                      >
                        {t('companies.makePrimary')}
                      </Button>
                    )}
                    <IconButton
                      variant="ghost"
                      label={t('companies.removeContact', { name: contact.name })}
                      onClick={() => setLeaving(contact)}
                    >
                      <Trash />
                    </IconButton>
                  </Flex>
                </td>
              )}
            </tr>
          ))}
        </DataTable>
        <CursorLinks nextCursor={data.nextCursor} />
      </>
    );
  }
}
