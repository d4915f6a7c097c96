import { useState } from 'react';
import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useSearchParams } from 'react-router-dom';
import { MAIL_STATES, type MailView } from '../../../server/contracts/mails';
import { AskDialog } from '../../components/AskDialog';
import { Choice } from '../../components/Choice';
import { CursorLinks } from '../../components/CursorLinks';
import { DataTable } from '../../components/DataTable';
import { Empty, Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { useMailPage } from '../../services/mails';
import { useWords } from '../../useWords';
import { HoldBanner } from './HoldBanner';
import { MailDialog } from './MailDialog';
import { MailRow } from './MailRow';
import { useSendAgain } from './useSendAgain';

export function MailsPage() {
  const t = useWords();
  const [params, setParams] = useSearchParams();
  const { allowedActions } = useRBAC(permissions.mailSendAgain);
  const [opened, setOpened] = useState<MailView | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const state = params.get('state') ?? '';
  const { data, error, isLoading, refetch } = useMailPage(state, params.get('cursor') ?? undefined);
  const sendAgain = useSendAgain(refetch);
  const maySend = Boolean(allowedActions.canMailSendAgain);
  const heads = [t('mail.to'), t('mail.subject'), t('mail.state'), t('mail.created')];
  const hasFailed = data?.rows.some((mail) => mail.state === 'failed') ?? false;
  return (
    <Page.Main>
      <Page.Title>{t('mails.title')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('mails.title')}
        subtitle={t('mails.subtitle')}
        primaryAction={
          <Flex gap={2} wrap="wrap">
            {maySend && hasFailed && (
              <Button variant="tertiary" onClick={() => setIsAsking(true)}>
                {t('mails.sendAllAgain')}
              </Button>
            )}
            <Button
              variant="secondary"
              startIcon={<ArrowClockwise />}
              loading={isLoading && data !== undefined}
              onClick={refetch}
            >
              {t('mails.refresh')}
            </Button>
          </Flex>
        }
      />
      <Layouts.Content>
        {data?.hold && <HoldBanner hold={data.hold} onConfirmed={refetch} />}
        <Box paddingBottom={4}>
          <Choice
            label={t('mails.state')}
            value={state === '' ? 'any' : state}
            options={[
              { value: 'any', label: t('mails.anyState') },
              ...MAIL_STATES.map((value) => ({ value, label: t(`mailState.${value}`) })),
            ]}
            onChange={(value) => setParams(value === 'any' ? {} : { state: value })}
          />
        </Box>
        {error && !isLoading ? <Failure error={error} onRetry={refetch} /> : list()}
      </Layouts.Content>
      <MailDialog
        mail={opened}
        onClose={() => setOpened(null)}
        onSendAgain={
          maySend && opened?.state === 'failed'
            ? async () => {
                await sendAgain([opened.id]);
                setOpened(null);
              }
            : undefined
        }
      />
      <AskDialog
        isOpen={isAsking}
        title={t('mails.sendAllTitle')}
        confirm={t('mails.sendAllAgain')}
        isDanger={false}
        onConfirm={() => sendAgain(null)}
        onClose={() => setIsAsking(false)}
      >
        <Typography>{t('mails.sendAllText')}</Typography>
      </AskDialog>
    </Page.Main>
  );

  function list() {
    if (!data) return <Loading />;
    if (data.rows.length === 0)
      return <Empty content={t(state === '' ? 'mails.none' : 'mails.noneSuch')} />;
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
