import { useState } from 'react';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import type {
  ContactDetail,
  ContactRow,
  MergeChoice,
  MergePreview,
} from '../../../server/contracts/contacts';
import type { RecordPage } from '../../../server/contracts/lists';
import { AskDialog } from '../../components/AskDialog';
import { BackLink } from '../../components/BackLink';
import { FormSection } from '../../components/RecordFormPage';
import { Failure, Loading } from '../../components/States';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { createRecord, useRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { FindField } from '../../components/FindField';
import { MergeTable } from './MergeTable';

/** Two contacts side by side, and which value of each field stays. The other one is in the address. */
export function MergePage() {
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const loser = params.get('with') ?? '';
  const t = useWords();
  const navigate = useNavigate();
  const contact = useRecord<ContactDetail>('/contacts', id);
  const preview = useRead<MergePreview>(
    loser === '' ? null : api(`/contacts/${id}/merge/${loser}`),
  );
  const data = loser === '' ? undefined : preview.data;
  const name = contact.data?.name ?? '';

  return (
    <Page.Main>
      <Page.Title>{t('contacts.mergeTitle', { name })}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('contacts.mergeTitle', { name })}
        subtitle={t('contacts.mergeSubtitle')}
        navigationAction={<BackLink to={paths.contact(id)} label={t('contacts.backToContact')} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <FormSection title={t('contacts.mergeOther')} hint={t('contacts.mergeOtherHint')}>
            <Box maxWidth="60rem">
              <FindField<RecordPage<ContactRow>, ContactRow>
                label={t('contacts.contact')}
                placeholder={t('contacts.searchHint')}
                shown={
                  data ? [data.loser.name, data.loser.addresses[0]].filter(Boolean).join(' · ') : ''
                }
                url={(q) => api('/contacts', { q })}
                rowsOf={({ rows }) => rows.filter((row) => row.id !== id)}
                textOf={(row) => [row.name, row.address, row.company].filter(Boolean).join(' · ')}
                onChoose={(row) => setParams({ with: row.id })}
                onClear={() => setParams({})}
              />
            </Box>
          </FormSection>
          {loser !== '' && preview.error !== undefined && !preview.isLoading && (
            <Failure error={preview.error} onRetry={preview.refetch} />
          )}
          {loser !== '' && !data && preview.error === undefined && <Loading />}
          {data && data.loser.id === loser && (
            <Comparison
              key={`${data.winner.id} ${data.loser.id}`}
              preview={data}
              onSwap={() => navigate(`${paths.contact(loser)}/merge?with=${id}`)}
            />
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

function Comparison({ preview, onSwap }: { preview: MergePreview; onSwap: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [choices, setChoices] = useState<Record<string, MergeChoice>>({});
  const [isAsking, setIsAsking] = useState(false);
  const { winner, loser, fields } = preview;

  async function merge(): Promise<void> {
    await createRecord(`/contacts/${winner.id}/merge`, { loser: loser.id, choices });
    toggleNotification({ type: 'success', message: t('contacts.mergeDone') });
    navigate(paths.contact(winner.id));
  }

  const notes = [
    t('contacts.mergeAddresses', { count: loser.addresses.length }),
    t('contacts.mergeTickets', { count: loser.tickets }),
    winner.hasAccount && loser.hasAccount && t('contacts.mergeTwoAccounts', { name: loser.name }),
    !winner.hasAccount && loser.hasAccount && t('contacts.mergeAccountMoves', { name: loser.name }),
    t('contacts.mergeForGood', { name: loser.name }),
  ].filter((note): note is string => Boolean(note));

  return (
    <>
      <FormSection title={t('contacts.mergeFields')} hint={t('contacts.mergeFieldsHint')}>
        <MergeTable
          preview={preview}
          choices={choices}
          onChoose={(field, choice) => setChoices({ ...choices, [field]: choice })}
        />
        {fields.length === 0 && (
          <Typography textColor="neutral600">{t('contacts.mergeNothing')}</Typography>
        )}
      </FormSection>
      <FormSection title={t('contacts.mergeHappens')}>
        <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
          {notes.map((note) => (
            <li key={note}>
              <Typography>{note}</Typography>
            </li>
          ))}
        </Box>
        <Flex gap={2} wrap="wrap">
          <Button variant="danger-light" onClick={() => setIsAsking(true)}>
            {t('contacts.mergeNow')}
          </Button>
          <Button variant="tertiary" onClick={onSwap}>
            {t('contacts.mergeSwap', { name: loser.name })}
          </Button>
        </Flex>
      </FormSection>
      <AskDialog
        isOpen={isAsking}
        title={t('contacts.mergeAskTitle')}
        confirm={t('contacts.mergeNow')}
        onConfirm={merge}
        onClose={() => setIsAsking(false)}
      >
        <Typography>
          {t('contacts.mergeAsk', { loser: loser.name, winner: winner.name })}
        </Typography>
      </AskDialog>
    </>
  );
}
