import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Box, ProgressBar } from '@strapi/design-system';
import type { ImportView } from '../../../server/contracts/transfers';
import { Choice } from '../../components/Choice';
import { RecordListPage } from '../../components/RecordListPage';
import { RelativeTime } from '../../components/RelativeTime';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { isBusy } from '../../services/imports';
import { useListAddress } from '../../services/useListAddress';
import { useRead } from '../../services/useRead';
import type { RecordPage } from '../../../server/contracts/lists';
import { useWords } from '../../useWords';
import { ExportSection } from './ExportSection';
import { ImportStatePill } from './ImportStatePill';
import { useSubjectOptions } from './useSubjectOptions';

const DEFAULTS = { q: '', sort: '-created', subject: '' };
const POLL_EVERY = 2000;

export function TransfersPage() {
  const t = useWords();
  const { allowedActions, isLoading } = useRBAC([
    ...permissions.recordImport,
    ...permissions.recordExport,
  ]);
  if (isLoading) return <Page.Loading />;
  if (allowedActions.canRecordImport)
    return <ImportList canExport={allowedActions.canRecordExport ?? false} />;
  return (
    <Page.Main>
      <Page.Title>{t('transfers.title')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('transfers.title')}
        subtitle={t('transfers.exportSubtitle')}
      />
      <Layouts.Content>
        <ExportSection />
      </Layouts.Content>
    </Page.Main>
  );
}

function ImportList({ canExport }: { canExport: boolean }) {
  const t = useWords();
  const subjects = useSubjectOptions();
  const address = useListAddress(DEFAULTS);
  const page = useRead<RecordPage<ImportView>>(
    api('/imports', { ...address.query, cursor: address.cursor }),
    POLL_EVERY,
  );
  return (
    <RecordListPage
      title={t('transfers.title')}
      subtitle={t('transfers.subtitle')}
      label={t('transfers.imports')}
      searchHint={t('transfers.searchHint')}
      none={t('transfers.none')}
      create={{ to: paths.import('new'), label: t('transfers.new') }}
      filters={
        <Choice
          label={t('transfers.subject')}
          value={address.query.subject}
          options={[{ value: '', label: t('transfers.all') }, ...subjects]}
          onChange={(subject) => address.change({ subject })}
        />
      }
      notice={
        canExport && (
          <Box paddingBottom={6}>
            <ExportSection />
          </Box>
        )
      }
      address={address}
      page={page}
      rowTo={({ id }) => paths.import(id)}
      columns={[
        { label: t('transfers.file'), sort: 'file', cell: ({ fileName }) => fileName },
        {
          label: t('transfers.subject'),
          cell: ({ subject }) => subjects.find(({ value }) => value === subject)?.label ?? subject,
        },
        { label: t('transfers.state'), cell: ({ state }) => <ImportStatePill state={state} /> },
        { label: t('transfers.rows'), cell: (row) => <Rows row={row} /> },
        { label: t('transfers.by'), cell: ({ startedBy }) => startedBy },
        {
          label: t('transfers.when'),
          sort: 'created',
          cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
        },
      ]}
    />
  );
}

function Rows({ row }: { row: ImportView }) {
  const t = useWords();
  const { rowsDone, rowCount } = row;
  if (rowCount === 0) return null;
  if (!isBusy(row)) return t('transfers.rowCount', { count: rowCount });
  return (
    <ProgressBar
      aria-label={t('transfers.progress', { done: rowsDone, count: rowCount })}
      value={Math.round((100 * rowsDone) / rowCount)}
    />
  );
}
