import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import type {
  FormContent,
  FormPortal,
  RequestFormDetail,
} from '../../../server/contracts/request-forms';
import type { StructureChoices } from '../../../server/contracts/structure';
import { isFormProperty } from '../../../server/rules/request-form-content';
import { FilterGroupsEditor } from '../../components/FilterGroupsEditor';
import { LanguageFields } from '../../components/LanguageFields';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { PublicAddress } from '../../components/RecordLink';
import { RelativeTime } from '../../components/RelativeTime';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { saveRecord } from '../../services/records';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { FieldsSection } from './FieldsSection';
import { FormActions } from './FormActions';
import { FormStatePill } from './FormStatePill';
import { PlaceFields, type Place } from './PlaceFields';
import { Preview } from './Preview';
import { SetsSection } from './SetsSection';
import { Versions } from './Versions';

interface Props {
  record: RequestFormDetail;
  structure: StructureChoices;
  portals: FormPortal[];
  onChanged: (record: RequestFormDetail) => void;
}

const WORDS = {
  title: { label: 'requestForms.formTitle', hint: 'requestForms.formTitleHint' },
  introduction: { label: 'requestForms.introduction', hint: 'requestForms.introductionHint' },
  button: { label: 'requestForms.button', hint: 'requestForms.buttonHint' },
  confirmation: { label: 'requestForms.confirmation', hint: 'requestForms.confirmationHint' },
} as const;

type Values = Place & { content: FormContent };

const Columns = styled.div`
  display: grid;
  gap: ${({ theme }) => theme.spaces[6]};
  grid-template-columns: minmax(0, 1fr) minmax(32rem, 0.75fr);
  align-items: start;

  @media (max-width: 80em) {
    grid-template-columns: minmax(0, 1fr);
  }
`;

const Beside = styled.div`
  position: sticky;
  top: ${({ theme }) => theme.spaces[4]};
  max-height: calc(100vh - ${({ theme }) => theme.spaces[8]});
  overflow-y: auto;

  @media (max-width: 80em) {
    position: static;
    max-height: none;
  }
`;

/** A form of a portal that is being set up names it too. */
const withOwn = (
  portals: readonly { id: string; name: string }[],
  own: RequestFormDetail['portal'],
): { id: string; name: string }[] =>
  own && !portals.some(({ id }) => id === own.id) ? [...portals, own] : [...portals];

const valuesOf = ({ name, slug, portal, content }: RequestFormDetail): Values => ({
  name,
  slug,
  portal: portal?.id ?? '',
  content,
});

/** Everything of one form, with what customers will see beside it. */
export function RequestFormEditor({ record, structure, portals, onChanged }: Props) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC([
    ...permissions.requestFormEdit,
    ...permissions.requestFormPublish,
  ]);
  const canEdit = allowedActions.canRequestFormEdit === true;
  const form = useRecordForm<Values, RequestFormDetail>({
    initial: valuesOf(record),
    save: (values) => saveRecord(`/request-forms/${record.id}`, values),
    onSaved: (saved) => {
      toggleNotification({ type: 'success', message: t('form.saved') });
      take(saved);
    },
  });
  const { values, errors } = form;
  const { content } = values;

  function take(next: RequestFormDetail): void {
    form.reset(valuesOf(next));
    onChanged(next);
  }

  const setContent = <Name extends keyof FormContent>(name: Name, value: FormContent[Name]) =>
    form.set('content', { ...content, [name]: value });
  // The server names what is wrong of the content without that word before it, and with it when its shape is wrong.
  const contentErrors = Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [field.replace(/^content\./, ''), message]),
  );

  const portal = portals.find(({ id }) => id === values.portal);
  const languages = portal?.languages ?? structure.languages;
  const [language = 'en'] = languages;
  const properties = structure.properties.filter(
    (property) => property.subject === 'ticket' && isFormProperty(property),
  );
  const portalName = structure.portals.find(({ id }) => id === values.portal)?.name ?? '';

  const words = (name: keyof typeof WORDS, maxLength: number, isLong = false) => (
    <LanguageFields
      label={t(WORDS[name].label)}
      hint={t(WORDS[name].hint)}
      name={name}
      languages={languages}
      value={content[name]}
      errors={contentErrors}
      isLong={isLong}
      maxLength={maxLength}
      isDisabled={!canEdit}
      onChange={(value) => setContent(name, value)}
    />
  );

  return (
    <RecordFormPage
      title={record.name}
      back={{ to: paths.requestForms, label: t('requestForms.title') }}
      form={form}
      canSave={canEdit}
      saveLabel={t('requestForms.save')}
      actions={
        <FormActions
          record={record}
          isDirty={form.isDirty}
          canEdit={canEdit}
          canPublish={allowedActions.canRequestFormPublish === true}
          onRefused={form.fail}
          onChanged={take}
          onDeleted={() => {
            form.reset(form.values);
            setTimeout(() => navigate(paths.requestForms));
          }}
        />
      }
    >
      <Flex gap={3} wrap="wrap">
        <FormStatePill state={record.state} />
        <Typography variant="pi" textColor="neutral600">
          {t(`requestForms.stateHint.${record.state}`)}{' '}
          {record.publishedAt > 0 && <RelativeTime at={record.publishedAt} />}
        </Typography>
        {record.url && (
          <Typography variant="pi">
            <PublicAddress url={record.url} />
          </Typography>
        )}
      </Flex>
      <Columns>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <FormSection title={t('requestForms.basics')}>
            <PlaceFields
              values={values}
              errors={errors}
              portals={withOwn(structure.portals, record.portal)}
              url={portal?.url ?? '/new/'}
              isPortalFixed={record.isPortalFixed}
              isDisabled={!canEdit}
              onChange={(name, value) => form.set(name, value)}
            />
          </FormSection>
          <FieldsSection
            fields={content.fields}
            properties={properties}
            setKeys={Object.keys(content.sets.values)}
            languages={languages}
            errors={contentErrors}
            isDisabled={!canEdit}
            onChange={(fields) => setContent('fields', fields)}
          />
          <FormSection title={t('requestForms.words')} hint={t('requestForms.wordsHint')}>
            {words('title', 191)}
            {words('introduction', 5000, true)}
            {words('button', 60)}
            {words('confirmation', 2000, true)}
          </FormSection>
          <SetsSection
            sets={content.sets}
            fieldKeys={content.fields.map(({ property }) => property)}
            properties={properties}
            structure={structure}
            portalName={portalName}
            language={language}
            errors={contentErrors}
            isDisabled={!canEdit}
            onChange={(sets) => setContent('sets', sets)}
          />
          <FormSection title={t('requestForms.audience')} hint={t('requestForms.audienceHint')}>
            <FilterGroupsEditor
              subject="contact"
              properties={structure.properties}
              value={content.audience}
              errors={contentErrors}
              name="audience"
              isDisabled={!canEdit}
              language={language}
              onChange={(audience) => setContent('audience', audience)}
            />
          </FormSection>
          <Versions versions={record.versions} />
        </Flex>
        <Beside>
          <Box background="neutral0" hasRadius shadow="tableShadow" padding={4}>
            <Preview
              content={content}
              properties={properties}
              languages={languages}
              accent={portal?.accent ?? '#2f5bd8'}
            />
          </Box>
        </Beside>
      </Columns>
    </RecordFormPage>
  );
}
