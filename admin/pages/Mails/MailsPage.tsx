import { useState } from 'react';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Button, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useSearchParams } from 'react-router-dom';
import type { MailView } from '../../../server/contracts/mails';
import { CursorLinks } from '../../components/CursorLinks';
import { DataTable } from '../../components/DataTable';
import { Empty, Failure, Loading } from '../../components/States';
import { useMailPage } from '../../services/mails';
import { useWords } from '../../useWords';
import { HoldBanner } from './HoldBanner';
import { MailDialog } from './MailDialog';
import { MailRow } from './MailRow';

export function MailsPage() {
  const t = useWords();
  const [params] = useSearchParams();
  const [opened, setOpened] = useState<MailView | null>(null);
  const { data, error, isLoading, refetch } = useMailPage(params.get('cursor') ?? undefined);
  const heads = [t('mail.to'), t('mail.subject'), t('mail.state'), t('mail.created')];
  return (
    <Page.Main>
      <Page.Title>{t('mails.title')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('mails.title')}
        subtitle={t('mails.subtitle')}
        primaryAction={
          <Button
            variant="secondary"
            startIcon={<ArrowClockwise />}
            loading={isLoading && data !== undefined}
            onClick={refetch}
          >
            {t('mails.refresh')}
          </Button>
        }
      />
      <Layouts.Content>
        {data?.hold && <HoldBanner hold={data.hold} onConfirmed={refetch} />}
        {error && !isLoading ? <Failure error={error} onRetry={refetch} /> : list()}
      </Layouts.Content>
      <MailDialog mail={opened} onClose={() => setOpened(null)} />
    </Page.Main>
  );

  function list() {
    if (!data) return <Loading />;
    if (data.rows.length === 0) return <Empty content={t('mails.none')} />;
    return (
      <>
        <DataTable label={t('mails.list')} heads={heads} isBusy={isLoading}>
          {data.rows.map((mail) => (
            <MailRow key={mail.id} mail={mail} onOpen={() => setOpened(mail)} />
          ))}
        </DataTable>
        <CursorLinks nextCursor={data.nextCursor} />
        <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={3} role="status">
          {isLoading ? '' : t('mails.shown', { count: data.rows.length })}
        </Typography>
      </>
    );
  }
}
