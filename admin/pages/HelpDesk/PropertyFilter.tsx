import { type FormEvent, useEffect, useState } from 'react';
import { Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { isFilterable, isRanged } from '../../../server/rules/property-filters';
import { wordIn } from '../../../server/rules/property-values';
import { Choice } from '../../components/Choice';
import { useWords } from '../../useWords';
import type { ListAddress } from './useListAddress';

// A select has no empty value.
const ANY = 'any';

interface Props {
  address: ListAddress;
  /** Of tickets. */
  properties: PropertyDefinition[];
}

/** Narrows the list by one custom property: first which one, then its value. */
export function PropertyFilter({ address: { query, change }, properties }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const offered = properties.filter(isFilterable);
  const chosen = offered.find(({ key }) => key === query.property);
  if (offered.length === 0 && query.property === '') return null;
  return (
    <>
      <Choice
        label={t('filter.property')}
        value={query.property || ANY}
        options={[
          { value: ANY, label: t('filter.anyProperty') },
          ...offered.map(({ key, labels }) => ({
            value: key,
            label: wordIn(labels, locale, key),
          })),
        ]}
        onChange={(next) =>
          change({ property: next === ANY ? '' : next, value: '', from: '', to: '' })
        }
      />
      {chosen && <ValueFilter property={chosen} query={query} onChange={change} />}
    </>
  );
}

interface ValueProps {
  property: PropertyDefinition;
  query: Record<'value' | 'from' | 'to', string>;
  onChange: (changes: Partial<Record<'value' | 'from' | 'to', string>>) => void;
}

function ValueFilter({ property, query, onChange }: ValueProps) {
  const t = useWords();
  const { locale } = useIntl();
  const { kind, options, key } = property;
  const label = wordIn(property.labels, locale, key);
  if (isRanged(property))
    return (
      <>
        {(['from', 'to'] as const).map((end) => (
          <TypedValue
            key={`${key} ${end}`}
            label={t(`filter.${end}`)}
            kind={kind}
            value={query[end]}
            onChange={(value) => onChange({ [end]: value })}
          />
        ))}
      </>
    );
  if (kind === 'text')
    return (
      <TypedValue
        key={key}
        label={t('filter.is')}
        kind={kind}
        value={query.value}
        onChange={(value) => onChange({ value })}
      />
    );
  const offered =
    kind === 'yes-no'
      ? (['yes', 'no'] as const).map((value) => ({ value, label: t(`word.${value}`) }))
      : options
          .filter((option) => !option.isArchived || option.key === query.value)
          .map((option) => ({
            value: option.key,
            label: wordIn(option.labels, locale, option.key),
          }));
  return (
    <Choice
      label={label}
      value={query.value || ANY}
      options={[{ value: ANY, label: t('filter.any') }, ...offered]}
      onChange={(value) => onChange({ value: value === ANY ? '' : value })}
    />
  );
}

interface TypedProps {
  label: string;
  kind: PropertyDefinition['kind'];
  value: string;
  onChange: (value: string) => void;
}

/** Asks on Enter and when the field is left. */
function TypedValue({ label, kind, value, onChange }: TypedProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const ask = () => {
    if (text.trim() !== value) onChange(text.trim());
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    ask();
  };
  return (
    <form onSubmit={onSubmit}>
      <Field.Root>
        <Flex gap={2}>
          <Field.Label>
            <Typography variant="pi" textColor="neutral600">
              {label}
            </Typography>
          </Field.Label>
          <TextInput
            size="S"
            type={kind === 'date' ? 'date' : 'text'}
            inputMode={kind === 'number' ? 'decimal' : undefined}
            value={text}
            maxLength={255}
            dir="auto"
            onBlur={ask}
            onChange={({ target }: { target: { value: string } }) => setText(target.value)}
          />
        </Flex>
      </Field.Root>
    </form>
  );
}
