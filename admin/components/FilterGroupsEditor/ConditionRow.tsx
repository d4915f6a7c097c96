import { Field, Flex, IconButton, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Duplicate, Trash } from '@strapi/icons';
import { styled } from 'styled-components';
import {
  OPERATORS_OF,
  valuesOf,
  type FilterCondition,
  type FilterOperator,
} from '../../../server/contracts/filter-operators';
import type { PropertyDefinition, PropertyKind } from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import { useWords, type Word } from '../../useWords';
import { ConditionValues } from './ConditionValues';

interface Props {
  id: string;
  /** Its place in the group, as people count. */
  number: number;
  condition: FilterCondition;
  properties: readonly PropertyDefinition[];
  errors: Record<string, string>;
  /** Path of the condition in errors. */
  name: string;
  isDisabled: boolean;
  language: string;
  onChange: (condition: FilterCondition) => void;
  onClone: () => void;
  onRemove: () => void;
}

const Row = styled.div`
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.4fr) auto;
  gap: ${({ theme }) => theme.spaces[2]};
  align-items: start;

  @container (max-width: 56rem) {
    grid-template-columns: minmax(0, 1fr);
  }
`;

/** The editor stands in wide pages and in narrow columns. */
const Sized = styled.div`
  container-type: inline-size;
`;

/** A yes or no is asked as one thing; a date and a text share their words. */
const wordOf = (operator: FilterOperator, kind: PropertyKind | undefined): Word => {
  if (kind === 'yes-no' && operator === 'is-any-of') return 'filterGroups.operator.is';
  if (kind === 'yes-no' && operator === 'is-none-of') return 'filterGroups.operator.is-not';
  if (kind === 'choices' && operator === 'is-any-of')
    return 'filterGroups.operator.includes-any-of';
  if (kind === 'choices' && operator === 'is-none-of')
    return 'filterGroups.operator.includes-none-of';
  return `filterGroups.operator.${operator}`;
};

/** One condition: a property, what is asked of it, and the values. */
export function ConditionRow(props: Props) {
  const { id, number, condition, properties, errors, name, isDisabled, language } = props;
  const t = useWords();
  const property = properties.find(({ key }) => key === condition.property);
  const operators = property ? OPERATORS_OF[property.kind] : [];
  const nameOf = (one: PropertyDefinition) => wordIn(one.labels, language, one.key);

  const chooseProperty = (key: string) => {
    const next = properties.find((one) => one.key === key);
    if (!next) return;
    const known = OPERATORS_OF[next.kind];
    const isSameKind =
      next.kind === property?.kind && !next.options.length && next.kind !== 'record';
    props.onChange({
      property: key,
      operator: known.includes(condition.operator)
        ? condition.operator
        : (known[0] ?? condition.operator),
      values: isSameKind ? condition.values : [],
    });
  };

  const chooseOperator = (operator: FilterOperator) => {
    const isDays = (one: FilterOperator) => one.endsWith('-days');
    const isKept =
      valuesOf(operator) === valuesOf(condition.operator) &&
      isDays(operator) === isDays(condition.operator);
    props.onChange({ ...condition, operator, values: isKept ? condition.values : [] });
  };

  return (
    <Sized>
      <Row id={id}>
        <Field.Root
          id={`${id}-property`}
          name={`${name}.property`}
          error={errors[`${name}.property`]}
        >
          <SingleSelect
            aria-label={t('filterGroups.property', { number })}
            placeholder={t('filterGroups.chooseProperty')}
            value={property ? condition.property : null}
            disabled={isDisabled}
            onChange={(key) => chooseProperty(String(key))}
          >
            {properties.map((one) => (
              <SingleSelectOption key={one.key} value={one.key}>
                {nameOf(one)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <Field.Error />
        </Field.Root>
        <Field.Root
          id={`${id}-operator`}
          name={`${name}.operator`}
          error={errors[`${name}.operator`]}
        >
          <SingleSelect
            aria-label={t('filterGroups.operatorOf', { number })}
            value={operators.includes(condition.operator) ? condition.operator : null}
            disabled={isDisabled || !property}
            onChange={(operator) => chooseOperator(operator as FilterOperator)}
          >
            {operators.map((operator) => (
              <SingleSelectOption key={operator} value={operator}>
                {t(wordOf(operator, property?.kind))}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <Field.Error />
        </Field.Root>
        <ConditionValues
          // Another property begins with another field.
          key={`${condition.property} ${condition.operator}`}
          id={`${id}-values`}
          label={t('filterGroups.valueOf', { number })}
          condition={condition}
          property={property}
          error={errors[`${name}.values`]}
          name={`${name}.values`}
          isDisabled={isDisabled}
          language={language}
          onChange={(values) => props.onChange({ ...condition, values })}
        />
        {isDisabled ? (
          <span />
        ) : (
          <Flex gap={1} justifyContent="flex-end">
            <IconButton
              label={t('filterGroups.cloneCondition', { number })}
              variant="ghost"
              onClick={props.onClone}
            >
              <Duplicate />
            </IconButton>
            <IconButton
              label={t('filterGroups.removeCondition', { number })}
              variant="ghost"
              onClick={props.onRemove}
            >
              <Trash />
            </IconButton>
          </Flex>
        )}
      </Row>
    </Sized>
  );
}
