import { useState } from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import { Button, Typography } from '@strapi/design-system';
import { FORM_STATES, type RequestFormRow } from '../../../server/contracts/request-forms';
import { Choice } from '../../components/Choice';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { RelativeTime } from '../../components/RelativeTime';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { FormStatePill } from './FormStatePill';
import { OrderDialog } from './OrderDialog';

const DEFAULTS = { q: '', sort: 'portal', portal: '', state: '' };
// A select has no empty value.
const ANY = 'any';

export function RequestFormsPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.requestFormEdit);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<RequestFormRow>('/request-forms', address.query, address.cursor);
  const { data: structure } = useStructure();
  const [isOrdering, setIsOrdering] = useState(false);
  const portals = structure?.portals ?? [];
  const canEdit = allowedActions.canRequestFormEdit === true;

  const columns: Column<RequestFormRow>[] = [
    { label: t('requestForms.name'), sort: 'name', cell: ({ name }) => name },
    {
      label: t('requestForms.portal'),
      sort: 'portal',
      cell: ({ portal }) => portal?.name ?? t('requestForms.noPortal'),
    },
    { label: t('requestForms.address'), cell: ({ slug }) => <bdi>/new/{slug}</bdi> },
    {
      label: t('requestForms.state'),
      sort: 'state',
      cell: ({ state }) => <FormStatePill state={state} />,
    },
    { label: t('requestForms.fieldCount'), sort: 'fields', cell: ({ fieldCount }) => fieldCount },
    {
      label: t('requestForms.publishedAt'),
      sort: 'published',
      cell: ({ publishedAt }) =>
        publishedAt > 0 ? <RelativeTime at={publishedAt} /> : <Typography>–</Typography>,
    },
  ];

  return (
    <>
      <RecordListPage
        title={t('requestForms.title')}
        subtitle={t('requestForms.subtitle')}
        label={t('requestForms.title')}
        create={
          canEdit ? { to: paths.requestForm('new'), label: t('requestForms.create') } : undefined
        }
        actions={
          canEdit &&
          portals.length > 0 && (
            <Button variant="secondary" onClick={() => setIsOrdering(true)}>
              {t('requestForms.order')}
            </Button>
          )
        }
        filters={
          <>
            <Choice
              label={t('requestForms.portal')}
              value={address.query.portal || ANY}
              options={[
                { value: ANY, label: t('requestForms.anyPortal') },
                ...portals.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(portal) => address.change({ portal: portal === ANY ? '' : portal })}
            />
            <Choice
              label={t('requestForms.state')}
              value={address.query.state || ANY}
              options={[
                { value: ANY, label: t('requestForms.anyState') },
                ...FORM_STATES.map((state) => ({
                  value: state,
                  label: t(`requestForms.state.${state}`),
                })),
              ]}
              onChange={(state) => address.change({ state: state === ANY ? '' : state })}
            />
          </>
        }
        address={address}
        page={page}
        columns={columns}
        rowTo={({ id }) => paths.requestForm(id)}
        none={t('requestForms.none')}
      />
      {isOrdering && (
        <OrderDialog
          portals={portals}
          first={address.query.portal || portals[0]?.id || ''}
          onClose={(isChanged) => {
            setIsOrdering(false);
            if (isChanged) page.refetch();
          }}
        />
      )}
    </>
  );
}
