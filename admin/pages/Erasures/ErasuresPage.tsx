import { useState } from 'react';
import { Layouts, Page, useNotification, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { ErasureRow } from '../../../server/contracts/personal-data';
import { AskDialog } from '../../components/AskDialog';
import { DataTable } from '../../components/DataTable';
import { Pill } from '../../components/Pill';
import { RecordLink } from '../../components/RecordLink';
import { RelativeTime } from '../../components/RelativeTime';
import { Empty, Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { EraseDialog } from './EraseDialog';

/** Customers who ask that what is kept of them goes, whoever waits longest first. */
export function ErasuresPage() {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(permissions.contactRead);
  const { data, error, isLoading, refetch } = useRead<ErasureRow[]>(api('/erasures'));
  const [erasing, setErasing] = useState<ErasureRow | null>(null);
  const [declining, setDeclining] = useState<ErasureRow | null>(null);

  const nameOf = ({ name, address }: ErasureRow) => name || address || t('contacts.nameless');

  async function decline(): Promise<void> {
    await createRecord(`/contacts/${declining?.id ?? ''}/erasure/decline`, {});
    toggleNotification({ type: 'success', message: t('erasures.declined') });
    refetch();
  }

  return (
    <Page.Main>
      <Page.Title>{t('nav.erasures')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('nav.erasures')}
        subtitle={t('erasures.subtitle')}
      />
      <Layouts.Content>
        {error && !data ? (
          <Failure error={error} onRetry={refetch} />
        ) : !data ? (
          <Loading />
        ) : data.length === 0 ? (
          <Empty content={t('erasures.none')} />
        ) : (
          <DataTable
            label={t('nav.erasures')}
            isBusy={isLoading}
            heads={[
              { label: t('contacts.name') },
              { label: t('contacts.address') },
              { label: t('erasures.askedAt') },
              { label: t('erasures.actions'), isHidden: true },
            ]}
          >
            {data.map((row) => (
              <tr key={row.id}>
                <td>
                  <Flex gap={2} wrap="wrap">
                    {allowedActions.canContactRead ? (
                      <RecordLink to={paths.contact(row.id)}>{nameOf(row)}</RecordLink>
                    ) : (
                      <span dir="auto">{nameOf(row)}</span>
                    )}
                    {row.isHeld && <Pill variant="warning">{t('holds.held')}</Pill>}
                  </Flex>
                </td>
                <td>{row.address}</td>
                <td>
                  <RelativeTime at={row.askedAt} />
                </td>
                <td>
                  <Flex gap={2} justifyContent="flex-end">
                    <Button
                      variant="tertiary"
                      size="S"
                      aria-label={t('erasures.declineOf', { name: nameOf(row) })}
                      onClick={() => setDeclining(row)}
                    >
                      {t('erasures.decline')}
                    </Button>
                    <Button
                      variant="danger-light"
                      size="S"
                      aria-label={t('erasures.eraseOf', { name: nameOf(row) })}
                      onClick={() => setErasing(row)}
                    >
                      {t('erasures.eraseDots')}
                    </Button>
                  </Flex>
                </td>
              </tr>
            ))}
          </DataTable>
        )}
        <Box paddingTop={4}>
          <Typography variant="pi" textColor="neutral600">
            {t('erasures.alsoFromContact')}
          </Typography>
        </Box>
      </Layouts.Content>
      {erasing && (
        <EraseDialog
          contact={{ id: erasing.id, name: nameOf(erasing) }}
          onErased={refetch}
          onClose={() => setErasing(null)}
        />
      )}
      <AskDialog
        isOpen={declining !== null}
        title={t('erasures.declineTitle', { name: declining ? nameOf(declining) : '' })}
        confirm={t('erasures.decline')}
        isDanger={false}
        onConfirm={decline}
        onClose={() => setDeclining(null)}
      >
        <Typography>{t('erasures.declineText')}</Typography>
      </AskDialog>
    </Page.Main>
  );
}
