import { useState } from 'react';
import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { BackLink } from '../../components/BackLink';
import { Empty, Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { useChoices } from '../../services/tickets';
import { useWords } from '../../useWords';
import { NewTicketForm } from './NewTicketForm';

export function NewTicketPage() {
  const t = useWords();
  const { data, error, isLoading, refetch } = useChoices();
  const { allowedActions } = useRBAC(permissions.ticketRead);
  const [round, setRound] = useState(0);
  return (
    <Page.Main>
      <Page.Title>{t('new.title')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('new.title')}
        subtitle={t('new.subtitle')}
        navigationAction={allowedActions.canTicketRead && <BackLink />}
      />
      <Layouts.Content>{content()}</Layouts.Content>
    </Page.Main>
  );

  function content() {
    if (error && !isLoading) return <Failure error={error} onRetry={refetch} />;
    if (!data) return <Loading />;
    const inboxes = data.inboxes.filter(({ portal }) => portal !== '');
    if (inboxes.length === 0) return <Empty content={t('new.noInbox')} />;
    return (
      <NewTicketForm key={round} inboxes={inboxes} onAgain={() => setRound((now) => now + 1)} />
    );
  }
}
