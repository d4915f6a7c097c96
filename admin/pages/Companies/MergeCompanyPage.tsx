import { useState } from 'react';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import type { CompanyDetail, CompanyMergePreview } from '../../../server/contracts/companies';
import type { MergeChoice } from '../../../server/contracts/contacts';
import { AskDialog } from '../../components/AskDialog';
import { BackLink } from '../../components/BackLink';
import { CompanySelect } from '../../components/CompanySelect';
import { DataTable } from '../../components/DataTable';
import { FormSection } from '../../components/RecordFormPage';
import { Failure, Loading } from '../../components/States';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { createRecord, useRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords, type Word } from '../../useWords';

const LABELS: Record<string, Word> = {
  name: 'companies.name',
  externalId: 'companies.externalId',
  parent: 'companies.parent',
};

/** Two companies side by side, and which value of each field stays. The other one is in the address. */
export function MergeCompanyPage() {
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const loser = params.get('with') ?? '';
  const t = useWords();
  const company = useRecord<CompanyDetail>('/companies', id);
  const preview = useRead<CompanyMergePreview>(
    loser === '' ? null : api(`/companies/${id}/merge/${loser}`),
  );
  const data = loser !== '' && preview.data?.loser.id === loser ? preview.data : undefined;
  const title = t('companies.mergeTitle', { name: company.data?.name ?? '' });

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={title}
        subtitle={t('companies.mergeSubtitle')}
        navigationAction={<BackLink to={paths.company(id)} label={t('companies.company')} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <FormSection title={t('companies.mergeOther')} hint={t('companies.mergeOtherHint')}>
            <Box maxWidth="60rem">
              <CompanySelect
                label={t('companies.company')}
                value={data?.loser ?? null}
                without={id}
                onChange={(other) => setParams(other ? { with: other.id } : {})}
              />
            </Box>
          </FormSection>
          {loser !== '' && preview.error !== undefined && !preview.isLoading && (
            <Failure error={preview.error} onRetry={preview.refetch} />
          )}
          {loser !== '' && !data && preview.error === undefined && <Loading />}
          {data && <Comparison key={`${id} ${loser}`} preview={data} />}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

function Comparison({ preview }: { preview: CompanyMergePreview }) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [choices, setChoices] = useState<Record<string, MergeChoice>>({});
  const [isAsking, setIsAsking] = useState(false);
  const { winner, loser, fields } = preview;

  async function merge(): Promise<void> {
    await createRecord(`/companies/${winner.id}/merge`, { loser: loser.id, choices });
    toggleNotification({ type: 'success', message: t('companies.mergeDone') });
    navigate(paths.company(winner.id));
  }

  const count = ({ value, more }: { value: number; more: boolean }) =>
    t(more ? 'companies.more' : 'companies.exact', { count: value });
  const notes = [
    loser.domains.length > 0 && t('companies.mergeDomains', { domains: loser.domains.join(', ') }),
    t('companies.mergeMoves', {
      contacts: count(loser.contacts),
      tickets: count(loser.tickets),
      children: loser.children,
    }),
    t('companies.mergeSight'),
    t('companies.mergeForGood'),
  ].filter((note): note is string => Boolean(note));

  return (
    <>
      <FormSection title={t('companies.mergeFields')} hint={t('companies.mergeFieldsHint')}>
        <DataTable
          label={t('companies.mergeFields')}
          heads={[
            t('companies.field'),
            t('companies.staysHead', { name: winner.name }),
            t('companies.goesHead', { name: loser.name }),
          ]}
          isBusy={false}
        >
          {fields.map((one) => {
            const chosen = choices[one.field] ?? one.proposal;
            const word = LABELS[one.field];
            return (
              <tr key={one.field}>
                <th scope="row" style={{ textTransform: 'none' }}>
                  {word ? t(word) : one.label}
                </th>
                {(['winner', 'loser'] as const).map((side) => (
                  <td key={side}>
                    {one.winner === one.loser ? (
                      <Typography dir="auto">{one[side]}</Typography>
                    ) : (
                      <Flex tag="label" gap={2} alignItems="baseline" style={{ cursor: 'pointer' }}>
                        <input
                          type="radio"
                          name={one.field}
                          checked={chosen === side}
                          onChange={() => setChoices({ ...choices, [one.field]: side })}
                        />
                        <Typography
                          dir="auto"
                          textColor={chosen === side ? 'neutral800' : 'neutral600'}
                          fontWeight={chosen === side ? 'semiBold' : 'regular'}
                        >
                          {one[side] || t('form.none')}
                        </Typography>
                      </Flex>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </DataTable>
      </FormSection>
      <FormSection title={t('companies.mergeHappens')}>
        <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
          {notes.map((note) => (
            <li key={note}>
              <Typography>{note}</Typography>
            </li>
          ))}
        </Box>
        <Flex gap={2} wrap="wrap">
          <Button variant="danger-light" onClick={() => setIsAsking(true)}>
            {t('companies.merge')}
          </Button>
          <Button
            variant="tertiary"
            onClick={() => navigate(`${paths.company(loser.id)}/merge?with=${winner.id}`)}
          >
            {t('companies.mergeSwap', { name: loser.name })}
          </Button>
        </Flex>
      </FormSection>
      <AskDialog
        isOpen={isAsking}
        title={t('companies.mergeAskTitle')}
        confirm={t('companies.merge')}
        onConfirm={merge}
        onClose={() => setIsAsking(false)}
      >
        <Typography>
          {t('companies.mergeAsk', { loser: loser.name, winner: winner.name })}
        </Typography>
      </AskDialog>
    </>
  );
}
