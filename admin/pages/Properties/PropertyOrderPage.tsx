import { useNotification } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useSearchParams } from 'react-router-dom';
import {
  PROPERTY_SUBJECTS,
  type PropertyDefinition,
  type PropertySubject,
} from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import { Pill } from '../../components/Pill';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { ReorderList } from '../../components/ReorderList';
import { Failure, Loading } from '../../components/States';
import { paths } from '../../plugin';
import { saveRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

/** The order of the properties of one subject: in forms, on tickets and in lists. */
export function PropertyOrderPage() {
  const [params] = useSearchParams();
  const { data, error, refetch } = useStructure();
  const subject = PROPERTY_SUBJECTS.find((one) => one === params.get('subject')) ?? 'ticket';
  if (error) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  const properties = data.properties.filter((property) => property.subject === subject);
  return <OrderForm key={subject} subject={subject} properties={properties} />;
}

interface Props {
  subject: PropertySubject;
  properties: PropertyDefinition[];
}

function OrderForm({ subject, properties }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const { toggleNotification } = useNotification();
  const form = useRecordForm({
    initial: {
      items: properties.map((property) => ({
        ...property,
        name: wordIn(property.labels, locale, property.key),
      })),
    },
    save: ({ items }) =>
      saveRecord('/properties/order', { subject, ids: items.map(({ id }) => id) }),
    onSaved: () => toggleNotification({ type: 'success', message: t('form.saved') }),
  });
  return (
    <RecordFormPage
      title={t('properties.order')}
      subtitle={t(`properties.of.${subject}`)}
      back={{ to: paths.properties, label: t('nav.properties') }}
      form={form}
      canSave
    >
      <FormSection title={t(`properties.of.${subject}`)} hint={t('properties.orderHint')}>
        <ReorderList
          label={t(`properties.of.${subject}`)}
          items={form.values.items}
          onReorder={(items) => form.set('items', items)}
        >
          {({ name, isStandard }) => (
            <Flex gap={3} wrap="wrap">
              <Typography fontWeight="semiBold" dir="auto">
                {name}
              </Typography>
              {isStandard && <Pill variant="neutral">{t('properties.origin.standard')}</Pill>}
            </Flex>
          )}
        </ReorderList>
      </FormSection>
    </RecordFormPage>
  );
}
