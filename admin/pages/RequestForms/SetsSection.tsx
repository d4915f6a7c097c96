import {
  Box,
  Field,
  Flex,
  IconButton,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import type { FormContent } from '../../../server/contracts/request-forms';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import type { StructureChoices } from '../../../server/contracts/structure';
import { PropertyField } from '../../components/PropertyField';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import { asValues, propertyLabel } from './fieldWords';

type Sets = FormContent['sets'];

interface Props {
  sets: Sets;
  /** What the form asks for, and therefore cannot set. */
  fieldKeys: string[];
  properties: PropertyDefinition[];
  structure: StructureChoices;
  portalName: string;
  language: string;
  errors: Record<string, string>;
  isDisabled: boolean;
  onChange: (sets: Sets) => void;
}

// A select has no empty value.
const NONE = 'none';

/** What a ticket of the form gets without asking. */
export function SetsSection(props: Props) {
  const { sets, fieldKeys, properties, structure, portalName, language, errors, isDisabled } =
    props;
  const t = useWords();
  const set = (changes: Partial<Sets>) => props.onChange({ ...sets, ...changes });
  const setValue = (key: string, values: string[] | null) => {
    const next = { ...sets.values };
    if (values === null) delete next[key];
    else next[key] = values;
    set({ values: next });
  };
  const free = properties.filter(({ key }) => !fieldKeys.includes(key) && !(key in sets.values));
  const statuses = structure.pipelines
    .filter(({ id }) => sets.pipeline === '' || id === sets.pipeline)
    .flatMap((pipeline) =>
      pipeline.statuses.map(({ id, name }) => ({ id, name: `${pipeline.name} · ${name}` })),
    );

  const choice = (
    key: 'inbox' | 'pipeline' | 'status',
    none: string,
    options: { id: string; name: string }[],
  ) => (
    <Field.Root name={`sets.${key}`} error={errors[`sets.${key}`]}>
      <Field.Label>{t(`requestForms.${key}`)}</Field.Label>
      <SingleSelect
        value={sets[key] || NONE}
        disabled={isDisabled}
        onChange={(id) =>
          set({
            [key]: id === NONE ? '' : String(id),
            // A status belongs to its pipeline.
            ...(key === 'pipeline' ? { status: '' } : {}),
          })
        }
      >
        {[{ id: NONE, name: none }, ...options].map(({ id, name }) => (
          <SingleSelectOption key={id} value={id}>
            {name}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Error />
    </Field.Root>
  );

  return (
    <FormSection title={t('requestForms.sets')} hint={t('requestForms.setsHint')}>
      {choice(
        'inbox',
        t('requestForms.portalInbox'),
        structure.inboxes.filter(({ portal }) => portal === portalName),
      )}
      {choice('pipeline', t('requestForms.inboxPipeline'), structure.pipelines)}
      {choice('status', t('requestForms.firstStatus'), statuses)}
      {Object.entries(sets.values).map(([key, values]) => {
        const property = properties.find((one) => one.key === key);
        const name = propertyLabel(key, properties, language, t);
        return (
          <Flex key={key} gap={2} alignItems="flex-end">
            <Box flex="1" minWidth={0}>
              <PropertyField
                property={property ?? { key, kind: 'text', labels: {}, helps: {}, options: [] }}
                value={values}
                error={errors[`sets.values.${key}`]}
                isDisabled={isDisabled}
                language={language}
                onChange={(input) => setValue(key, asValues(input))}
              />
            </Box>
            {!isDisabled && (
              <IconButton
                type="button"
                variant="ghost"
                label={t('requestForms.removeSet', { name })}
                onClick={() => setValue(key, null)}
              >
                <Trash />
              </IconButton>
            )}
          </Flex>
        );
      })}
      {!isDisabled && free.length > 0 && (
        <Field.Root name="newSet">
          <Field.Label>{t('requestForms.addSet')}</Field.Label>
          <SingleSelect
            value={null}
            placeholder={t('requestForms.chooseProperty')}
            onChange={(key) => setValue(String(key), [])}
          >
            {free.map(({ key }) => (
              <SingleSelectOption key={key} value={key}>
                {propertyLabel(key, properties, language, t)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
      )}
    </FormSection>
  );
}
