import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import {
  Box,
  Button,
  Checkbox,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import {
  CUSTOM_KINDS,
  type AgentAccess,
  type CustomerAccess,
  type PropertyDetail,
  type PropertyKind,
  type PropertySubject,
} from '../../../server/contracts/properties';
import {
  agentAccessChoices,
  customerAccessChoices,
  mayBeRequired,
  proposedKey,
} from '../../../server/rules/property-limits';
import { wordIn } from '../../../server/rules/property-values';
import { LanguageFields } from '../../components/LanguageFields';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { DeletePropertyDialog } from './DeletePropertyDialog';
import { OptionsEditor } from './OptionsEditor';
import {
  inputOf,
  isOfOptions,
  problemsOf,
  valuesOf,
  type PropertyFormValues,
} from './propertyFormValues';
import { PropertyUses } from './PropertyUses';

interface Props {
  /** null for a new one. */
  property: PropertyDetail | null;
  /** Of a new one. */
  subject: PropertySubject;
  languages: string[];
  canEdit: boolean;
  onChanged: (property: PropertyDetail) => void;
}

export function PropertyForm({ property, subject, languages, canEdit, onChanged }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [made, setMade] = useState('');
  const [hasOwnKey, setHasOwnKey] = useState(false);
  const [isDeleting, setIsDeleting] = useState(false);
  const isStandard = property?.isStandard ?? false;
  const [firstLanguage = 'en'] = languages;

  const form = useRecordForm<PropertyFormValues, PropertyDetail | { id: string }>({
    initial: valuesOf(property, subject),
    check: (values) => problemsOf(values, firstLanguage, t),
    save: (values) =>
      property
        ? saveRecord<PropertyDetail>(`/properties/${property.id}`, inputOf(values, isStandard))
        : createRecord<{ id: string }>('/properties', inputOf(values, isStandard)),
    onSaved: (saved) => {
      toggleNotification({ type: 'success', message: t('form.saved') });
      if ('values' in saved) {
        onChanged(saved);
        form.reset(valuesOf(saved, subject));
      } else setMade(saved.id);
    },
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(paths.property(made), { replace: true });
  }, [made, navigate]);

  const { values, errors, set } = form;
  const isDisabled = !canEdit;
  const definition = { ...values, kind: values.kind || ('text' as const), isStandard };
  const customers = customerAccessChoices(definition);
  const agents = agentAccessChoices(definition);

  const onLabels = (labels: Record<string, string>) => {
    set('labels', labels);
    if (!property && !hasOwnKey) set('key', proposedKey(wordIn(labels, firstLanguage)));
  };

  return (
    <>
      <RecordFormPage
        title={
          property ? wordIn(property.labels, locale, property.key) : t(`properties.new.${subject}`)
        }
        subtitle={
          property
            ? t(isStandard ? 'properties.aboutStandard' : `properties.about.${property.subject}`)
            : t('properties.newHint')
        }
        back={{ to: paths.properties, label: t('nav.properties') }}
        form={form}
        canSave={canEdit}
        saveLabel={property ? undefined : t('form.create')}
        actions={
          property &&
          !isStandard &&
          canEdit && (
            <Button
              variant="danger-light"
              startIcon={<Trash />}
              onClick={() => setIsDeleting(true)}
            >
              {t('form.delete')}
            </Button>
          )
        }
        below={property && !isStandard && <PropertyUses property={property} />}
      >
        <FormSection title={t('properties.basics')}>
          <LanguageFields
            label={t('properties.label')}
            name="labels"
            languages={languages}
            value={values.labels}
            errors={errors}
            isRequired
            isDisabled={isDisabled}
            onChange={onLabels}
          />
          <Field.Root
            name="key"
            error={errors.key}
            required={!property}
            hint={t(property ? 'properties.keyFixed' : 'properties.keyHint')}
          >
            <Field.Label>{t('properties.key')}</Field.Label>
            <TextInput
              value={values.key}
              maxLength={64}
              disabled={isDisabled || property !== null}
              onChange={({ target }: { target: { value: string } }) => {
                setHasOwnKey(target.value !== '');
                set('key', target.value);
              }}
            />
            <Field.Error />
            <Field.Hint />
          </Field.Root>
          <Field.Root
            name="kind"
            error={errors.kind}
            required={!property}
            hint={t(property ? 'properties.kindFixed' : 'properties.kindHint')}
          >
            <Field.Label>{t('properties.kind')}</Field.Label>
            <SingleSelect
              value={values.kind === '' ? null : values.kind}
              placeholder={t('properties.chooseOne')}
              disabled={isDisabled || property !== null}
              onChange={(kind) => set('kind', String(kind) as PropertyKind)}
            >
              {(property ? [property.kind] : CUSTOM_KINDS).map((kind) => (
                <SingleSelectOption key={kind} value={kind}>
                  {t(`properties.kind.${kind}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Field.Error />
            <Field.Hint />
          </Field.Root>
          <LanguageFields
            label={t('properties.help')}
            name="helps"
            languages={languages}
            value={values.helps}
            errors={errors}
            maxLength={500}
            isDisabled={isDisabled}
            hint={t('properties.helpHint')}
            onChange={(helps) => set('helps', helps)}
          />
        </FormSection>
        {isOfOptions(values) && (
          <FormSection
            title={t('properties.options')}
            hint={t(isStandard ? 'properties.optionsFixed' : 'properties.optionsHint')}
          >
            <OptionsEditor
              options={values.options}
              languages={languages}
              errors={errors}
              isDisabled={isDisabled}
              isFixed={isStandard}
              used={property?.usedOptions ?? []}
              onChange={(options) => set('options', options)}
            />
          </FormSection>
        )}
        <FormSection title={t('properties.access')} hint={t('properties.accessHint')}>
          <AccessField
            name="customerAccess"
            label={t('properties.customerAccess')}
            value={values.customerAccess}
            choices={customers.map((value) => ({
              value,
              label: t(`properties.customer.${value}`),
            }))}
            fixed={t(`properties.customer.${values.customerAccess}`)}
            isDisabled={isDisabled}
            onChange={(access) => set('customerAccess', access as CustomerAccess)}
          />
          <AccessField
            name="agentAccess"
            label={t('properties.agentAccess')}
            value={values.agentAccess}
            choices={agents.map((value) => ({ value, label: t(`properties.agent.${value}`) }))}
            fixed={t(`properties.agent.${values.agentAccess}`)}
            isDisabled={isDisabled}
            onChange={(access) => set('agentAccess', access as AgentAccess)}
          />
          {mayBeRequired(definition) && (
            <Box>
              <Checkbox
                checked={values.isRequiredToClose}
                disabled={isDisabled}
                onCheckedChange={(isChosen) => set('isRequiredToClose', isChosen === true)}
              >
                {t('properties.requiredLong')}
              </Checkbox>
            </Box>
          )}
        </FormSection>
      </RecordFormPage>
      {property && isDeleting && (
        <DeletePropertyDialog property={property} onClose={() => setIsDeleting(false)} />
      )}
    </>
  );
}

interface AccessProps {
  name: string;
  label: string;
  value: string;
  choices: { value: string; label: string }[];
  /** Said in place of the choice when there is none. */
  fixed: string;
  isDisabled: boolean;
  onChange: (value: string) => void;
}

function AccessField({ name, label, value, choices, fixed, isDisabled, onChange }: AccessProps) {
  if (choices.length === 0)
    return (
      <Flex direction="column" alignItems="stretch" gap={1}>
        <Typography variant="pi" fontWeight="bold" textColor="neutral800">
          {label}
        </Typography>
        <Typography textColor="neutral600">{fixed}</Typography>
      </Flex>
    );
  return (
    <Field.Root name={name}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect value={value} disabled={isDisabled} onChange={(next) => onChange(String(next))}>
        {choices.map((choice) => (
          <SingleSelectOption key={choice.value} value={choice.value}>
            {choice.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
