import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useStructure } from '../../services/structure';
import { useChoices } from '../../services/tickets';
import { useWords } from '../../useWords';
import { Filters } from './Filters';
import { TicketList } from './TicketList';
import { TicketSearch } from './TicketSearch';
import { useListAddress } from './useListAddress';

export function HelpDeskPage() {
  const t = useWords();
  const address = useListAddress();
  const choices = useChoices();
  const structure = useStructure();
  const properties = (structure.data?.properties ?? []).filter(
    ({ subject }) => subject === 'ticket',
  );
  const { allowedActions } = useRBAC(permissions.ticketCreate);
  return (
    <Page.Main>
      <Page.Title>{t('list.title')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('list.title')}
        subtitle={t('list.subtitle')}
        primaryAction={
          allowedActions.canTicketCreate ? (
            <LinkButton tag={Link} to={paths.newTicket} startIcon={<Plus />}>
              {t('list.new')}
            </LinkButton>
          ) : null
        }
      />
      <Layouts.Action
        startActions={
          <>
            <TicketSearch address={address} />
            <Filters address={address} choices={choices.data} properties={properties} />
          </>
        }
      />
      <Layouts.Content>
        <TicketList address={address} properties={properties} />
      </Layouts.Content>
    </Page.Main>
  );
}
