import { Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { BackLink } from '../../components/BackLink';
import { Empty, Failure, Loading } from '../../components/States';
import { isNotFound } from '../../services/errors';
import { useTicket } from '../../services/tickets';
import { useWords } from '../../useWords';
import { TicketView } from './TicketView';

export function TicketPage() {
  const { id = '' } = useParams();
  return <TicketById key={id} id={id} />;
}

function TicketById({ id }: { id: string }) {
  const t = useWords();
  const { data, error, refetch, replace } = useTicket(id);
  const title = data ? `${data.number} ${data.subject}` : t('ticket.title');
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        dir="auto"
        title={title}
        navigationAction={<BackLink />}
      />
      <Layouts.Content>{content()}</Layouts.Content>
    </Page.Main>
  );

  function content() {
    if (data) return <TicketView ticket={data} onChange={replace} onRead={refetch} />;
    if (isNotFound(error)) return <Empty content={t('ticket.notFound')} action={<BackLink />} />;
    if (error) return <Failure error={error} onRetry={refetch} />;
    return <Loading />;
  }
}
