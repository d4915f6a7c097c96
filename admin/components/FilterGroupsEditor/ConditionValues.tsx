import {
  Field,
  MultiSelect,
  MultiSelectOption,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';
import { valuesOf, type FilterCondition } from '../../../server/contracts/filter-operators';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import { useStructure } from '../../services/structure';
import { useWords } from '../../useWords';
import { CompanyValues } from './CompanyValues';

export interface ValueProps {
  id: string;
  label: string;
  name: string;
  error: string | undefined;
  isDisabled: boolean;
  values: string[];
  onChange: (values: string[]) => void;
}

interface Props extends Omit<ValueProps, 'values'> {
  condition: FilterCondition;
  property: PropertyDefinition | undefined;
  language: string;
}

interface Choice {
  value: string;
  label: string;
}

/** The field of a condition's values, by the kind of its property. */
export function ConditionValues({ condition, property, language, ...field }: Props) {
  const t = useWords();
  const { operator, values } = condition;
  if (!property || valuesOf(operator) === 'none') return <span />;
  const props: ValueProps = { ...field, values };
  if (operator.endsWith('-days'))
    return <Typed {...props} mode="numeric" unit={t('filterGroups.days')} />;
  switch (property.kind) {
    case 'number':
      return <Typed {...props} mode="decimal" />;
    case 'date':
    case 'instant':
      return <Typed {...props} type="date" />;
    case 'yes-no':
      return <YesNo {...props} />;
    case 'choice':
    case 'choices':
      return (
        <Several
          {...props}
          choices={property.options
            .filter(({ key, isArchived }) => !isArchived || values.includes(key))
            .map(({ key, labels }) => ({ value: key, label: wordIn(labels, language, key) }))}
        />
      );
    case 'record':
      return property.key === 'company' ? (
        <CompanyValues {...props} />
      ) : (
        <Records {...props} property={property.key} />
      );
    default:
      return <Typed {...props} />;
  }
}

function Typed({
  mode,
  type = 'text',
  unit,
  ...props
}: ValueProps & { mode?: 'numeric' | 'decimal'; type?: 'text' | 'date'; unit?: string }) {
  const { values, onChange } = props;
  return (
    <Field.Root id={props.id} name={props.name} error={props.error}>
      <TextInput
        aria-label={props.label}
        type={type}
        inputMode={mode}
        dir="auto"
        maxLength={191}
        value={values[0] ?? ''}
        disabled={props.isDisabled}
        endAction={unit}
        onChange={({ target }: { target: { value: string } }) => {
          const typed = mode === 'decimal' ? target.value.replace(',', '.') : target.value;
          onChange(typed === '' ? [] : [typed]);
        }}
      />
      <Field.Error />
    </Field.Root>
  );
}

function YesNo(props: ValueProps) {
  const t = useWords();
  return (
    <Field.Root id={props.id} name={props.name} error={props.error}>
      <SingleSelect
        aria-label={props.label}
        placeholder={t('filterGroups.choose')}
        value={props.values[0] ?? null}
        disabled={props.isDisabled}
        onChange={(value) => props.onChange([String(value)])}
      >
        <SingleSelectOption value="yes">{t('word.yes')}</SingleSelectOption>
        <SingleSelectOption value="no">{t('word.no')}</SingleSelectOption>
      </SingleSelect>
      <Field.Error />
    </Field.Root>
  );
}

function Several({ choices, ...props }: ValueProps & { choices: Choice[] }) {
  const t = useWords();
  return (
    <Field.Root id={props.id} name={props.name} error={props.error}>
      <MultiSelect
        aria-label={props.label}
        placeholder={t('filterGroups.choose')}
        value={props.values}
        // The tags of the design system have buttons without a name.
        customizeContent={() => labelsOf(choices, props.values)}
        disabled={props.isDisabled}
        onChange={(values: string[]) => props.onChange(values)}
      >
        {choices.map(({ value, label }) => (
          <MultiSelectOption key={value} value={value}>
            {label}
          </MultiSelectOption>
        ))}
      </MultiSelect>
      <Field.Error />
    </Field.Root>
  );
}

const labelsOf = (choices: Choice[], values: string[]): string =>
  choices
    .filter(({ value }) => values.includes(value))
    .map(({ label }) => label)
    .join(', ');

/** Records that are few: pipelines, statuses, agents. */
function Records({ property, ...props }: ValueProps & { property: string }) {
  const { data } = useStructure();
  const named = (records: { id: string; name: string }[] = []): Choice[] =>
    records.map(({ id, name }) => ({ value: id, label: name }));
  const choices: Record<string, Choice[]> = {
    pipeline: named(data?.pipelines),
    owner: named(data?.agents),
    status: (data?.pipelines ?? []).flatMap((pipeline) =>
      pipeline.statuses.map(({ id, name }) => ({ value: id, label: `${pipeline.name} · ${name}` })),
    ),
  };
  return <Several {...props} choices={choices[property] ?? []} />;
}
