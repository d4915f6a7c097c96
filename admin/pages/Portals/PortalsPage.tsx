import { useState } from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { PORTAL_STATES, type PortalRow } from '../../../server/contracts/portals';
import { Choice } from '../../components/Choice';
import { OutsideLink } from '../../components/OutsideLink';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { RelativeTime } from '../../components/RelativeTime';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { DeletePortalDialog } from './DeletePortalDialog';
import { PausePortalDialog } from './PausePortalDialog';
import { PortalActions } from './PortalActions';
import { PortalState } from './PortalState';

const DEFAULTS = { q: '', sort: 'name', state: '' };
const CHANGING = [
  ...permissions.portalEdit,
  ...permissions.portalPublish,
  ...permissions.memberRead,
];

/** Every portal with its state, and what may be done with it. */
export function PortalsPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(CHANGING);
  const mayEdit = Boolean(allowedActions.canPortalEdit);
  const mayPublish = Boolean(allowedActions.canPortalPublish);
  const mayReadMembers = Boolean(allowedActions.canMemberRead);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<PortalRow>('/portals', address.query, address.cursor);
  const [deleting, setDeleting] = useState<PortalRow | null>(null);
  const [pausing, setPausing] = useState<PortalRow | null>(null);

  const columns: Column<PortalRow>[] = [
    { label: t('portals.name'), sort: 'name', cell: ({ name }) => name },
    { label: t('portals.stateHead'), cell: ({ state }) => <PortalState state={state} /> },
    { label: t('portals.address'), cell: (portal) => <Address portal={portal} /> },
    {
      label: t('portals.inbox'),
      sort: 'inbox',
      cell: ({ inbox }) => <span dir="auto">{inbox}</span>,
    },
    {
      label: t('portals.openTickets'),
      sort: 'tickets',
      cell: ({ openTickets: { value, more } }) =>
        more ? t('portals.openMore', { count: value }) : value,
    },
    {
      label: t('portals.lastActivity'),
      sort: 'activity',
      cell: ({ lastActivityAt }) => lastActivityAt > 0 && <RelativeTime at={lastActivityAt} />,
    },
  ];
  if (mayEdit || mayPublish || mayReadMembers)
    columns.push({
      label: t('records.actions'),
      isHidden: true,
      cell: (portal) => (
        <PortalActions
          portal={portal}
          mayEdit={mayEdit}
          mayPublish={mayPublish}
          mayReadMembers={mayReadMembers}
          onChanged={page.refetch}
          onPause={() => setPausing(portal)}
          onDelete={() => setDeleting(portal)}
        />
      ),
    });

  return (
    <>
      <RecordListPage
        title={t('portals.title')}
        subtitle={t('portals.subtitle')}
        label={t('portals.title')}
        create={mayEdit ? { to: paths.newPortal, label: t('portals.create') } : undefined}
        filters={
          <Flex>
            <Choice
              label={t('portals.stateHead')}
              value={address.query.state || 'all'}
              options={[
                { value: 'all', label: t('portals.anyState') },
                ...PORTAL_STATES.map((state) => ({
                  value: state,
                  label: t(`portals.state.${state}`),
                })),
              ]}
              onChange={(state) => address.change({ state: state === 'all' ? '' : state })}
            />
          </Flex>
        }
        address={address}
        page={page}
        columns={columns}
        rowTo={({ id, state, step }) =>
          state === 'draft' ? paths.portalSetup(id, step) : paths.portal(id)
        }
        none={t('portals.none')}
      />
      {deleting && (
        <DeletePortalDialog
          portal={deleting}
          onDeleted={page.refetch}
          onClose={() => setDeleting(null)}
        />
      )}
      {pausing && (
        <PausePortalDialog
          portal={pausing}
          onPaused={page.refetch}
          onClose={() => setPausing(null)}
        />
      )}
    </>
  );
}

/** Wide enough for a few words where the table is wider than the screen. */
const AddressText = styled.span.attrs({ dir: 'ltr' })`
  display: inline-block;
  min-width: 10rem;
  overflow-wrap: anywhere;
`;

/** A link where customers reach it. */
function Address({ portal }: { portal: PortalRow }) {
  const t = useWords();
  const { address, state, isReachable } = portal;
  if (address === '')
    return <Typography textColor="neutral600">{t('portals.noAddress')}</Typography>;
  const shown = address.replace(/^https:\/\//, '');
  if (state === 'live' && isReachable)
    return (
      <OutsideLink to={address}>
        <AddressText>{shown}</AddressText>
      </OutsideLink>
    );
  return (
    <Flex direction="column" alignItems="flex-start">
      <AddressText>{shown}</AddressText>
      {!isReachable && (
        <Typography variant="pi" textColor="neutral600">
          {t('portals.notReachable')}
        </Typography>
      )}
    </Flex>
  );
}
