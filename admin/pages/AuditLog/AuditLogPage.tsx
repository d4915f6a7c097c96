import { useState } from 'react';
import { Layouts, Page, useNotification, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import type { AuditEntry } from '../../../server/contracts/audit-log';
import type { RecordPage } from '../../../server/contracts/lists';
import { CursorLinks } from '../../components/CursorLinks';
import { ClickableRow, DataTable, isRowClick } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { RowOpener } from '../../components/RowOpener';
import { Empty, Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { useErrorText } from '../../services/errors';
import { downloadFile } from '../../services/imports';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { AuditEntryDialog } from './AuditEntryDialog';
import { AuditFilters } from './AuditFilters';
import { useAuditAddress } from './useAuditAddress';
import { useAuditSentence } from './useAuditSentence';

/** Who did what, and when, newest first. */
export function AuditLogPage() {
  const t = useWords();
  const textOf = useErrorText();
  const sentenceOf = useAuditSentence();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(permissions.auditExport);
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const [isExporting, setIsExporting] = useState(false);
  const address = useAuditAddress();
  const { data, error, isLoading, refetch } = useRead<RecordPage<AuditEntry>>(
    address.url('/audit-log'),
  );

  const download = async () => {
    setIsExporting(true);
    try {
      const day = new Date().toISOString().slice(0, 10);
      await downloadFile(address.url('/audit-log/export'), `audit-log-${day}.csv`);
    } catch (problem) {
      toggleNotification({ type: 'danger', message: textOf(problem) });
    }
    setIsExporting(false);
  };

  return (
    <Page.Main>
      <Page.Title>{t('nav.auditLog')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('nav.auditLog')}
        subtitle={t('audit.subtitle')}
        primaryAction={
          allowedActions.canAuditExport && (
            <Button
              variant="secondary"
              startIcon={<Download />}
              loading={isExporting}
              onClick={() => void download()}
            >
              {t('audit.export')}
            </Button>
          )
        }
      />
      <Layouts.Content>
        <AuditFilters {...address} />
        {error && !isLoading ? <Failure error={error} onRetry={refetch} /> : list()}
      </Layouts.Content>
      <AuditEntryDialog entry={opened} onClose={() => setOpened(null)} />
    </Page.Main>
  );

  function list() {
    if (!data) return <Loading />;
    const isNarrowed = Object.values(address.query).some((value) => value !== '');
    if (data.rows.length === 0 && !data.isCut)
      return <Empty content={t(isNarrowed ? 'audit.noMatch' : 'audit.none')} />;
    const heads = [
      t('audit.actor'),
      t('audit.what'),
      t('audit.subject'),
      t('audit.portal'),
      t('audit.time'),
    ];
    return (
      <>
        {data.isCut && (
          <Box paddingBottom={3}>
            <Typography tag="p" variant="pi" textColor="neutral600" role="status">
              {t('audit.cut')}
            </Typography>
          </Box>
        )}
        <DataTable label={t('audit.list')} heads={heads} isBusy={isLoading}>
          {data.rows.map((entry) => (
            <ClickableRow key={entry.id} onClick={(event) => isRowClick(event) && setOpened(entry)}>
              <td dir="auto">{entry.actor.name || t(`role.${entry.actor.kind}`)}</td>
              <td>
                <RowOpener onClick={() => setOpened(entry)}>{sentenceOf(entry)}</RowOpener>
              </td>
              <td dir="auto">{entry.subject.name}</td>
              <td dir="auto">{entry.portal}</td>
              <td style={{ whiteSpace: 'nowrap' }}>
                <RelativeTime at={entry.occurredAt} />
              </td>
            </ClickableRow>
          ))}
        </DataTable>
        <CursorLinks nextCursor={data.nextCursor} />
      </>
    );
  }
}
