import { useRBAC } from '@strapi/strapi/admin';
import { Flex, LinkButton, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import {
  PROPERTY_ORIGINS,
  PROPERTY_SUBJECTS,
  type PropertyDefinition,
  type PropertySubject,
} from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import { Choice } from '../../components/Choice';
import { Pill } from '../../components/Pill';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';

const DEFAULTS = { q: '', sort: 'order', subject: 'ticket', origin: '' };
const SAME_LIST = ['subject'];
// A select has no empty value.
const ANY = 'any';

export function PropertiesPage() {
  const t = useWords();
  const { locale } = useIntl();
  const { allowedActions } = useRBAC(permissions.propertyEdit);
  const address = useListAddress(DEFAULTS, SAME_LIST);
  const page = useRecords<PropertyDefinition>('/properties', address.query, address.cursor);
  const subject = address.query.subject as PropertySubject;
  const canEdit = allowedActions.canPropertyEdit === true;

  const columns: Column<PropertyDefinition>[] = [
    {
      label: t('properties.label'),
      sort: 'label',
      cell: ({ key, labels }) => wordIn(labels, locale, key),
    },
    {
      label: t('properties.key'),
      sort: 'key',
      cell: ({ key }) => <bdi>{key}</bdi>,
    },
    {
      label: t('properties.kind'),
      sort: 'kind',
      cell: (row) => (
        <Flex gap={2} wrap="wrap">
          {t(`properties.kind.${row.kind}`)}
          {row.isStandard && <Pill variant="neutral">{t('properties.origin.standard')}</Pill>}
        </Flex>
      ),
    },
    {
      label: t('properties.customerAccess'),
      cell: ({ customerAccess }) => t(`properties.customer.${customerAccess}`),
    },
    {
      label: t('properties.agentAccess'),
      cell: ({ agentAccess }) => t(`properties.agent.${agentAccess}`),
    },
    ...(subject === 'ticket'
      ? [
          {
            label: t('properties.required'),
            cell: ({ isRequiredToClose }: PropertyDefinition) =>
              isRequiredToClose ? t('word.yes') : <Typography textColor="neutral600">–</Typography>,
          },
        ]
      : []),
  ];

  return (
    <RecordListPage
      title={t('nav.properties')}
      subtitle={t('properties.subtitle')}
      label={t(`properties.of.${subject}`)}
      create={
        canEdit
          ? { to: `${paths.property('new')}?subject=${subject}`, label: t('properties.create') }
          : undefined
      }
      actions={
        canEdit && (
          <LinkButton
            tag={Link}
            variant="secondary"
            to={`${paths.property('order')}?subject=${subject}`}
          >
            {t('properties.order')}
          </LinkButton>
        )
      }
      filters={
        <>
          <Choice
            label={t('properties.subject')}
            value={subject}
            options={PROPERTY_SUBJECTS.map((value) => ({
              value,
              label: t(`properties.subject.${value}`),
            }))}
            onChange={(next) => address.change({ subject: next })}
          />
          <Choice
            label={t('properties.origin')}
            value={address.query.origin || ANY}
            options={[
              { value: ANY, label: t('properties.anyOrigin') },
              ...PROPERTY_ORIGINS.map((value) => ({
                value,
                label: t(`properties.origin.${value}`),
              })),
            ]}
            onChange={(next) => address.change({ origin: next === ANY ? '' : next })}
          />
        </>
      }
      address={{ ...address, clear: () => address.change({ q: '', origin: '' }) }}
      page={page}
      columns={columns}
      rowTo={({ id }) => paths.property(id)}
      none={t('properties.none')}
    />
  );
}
