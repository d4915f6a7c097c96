import { Fragment, useEffect, useRef } from 'react';
import { Box, Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { Duplicate, Plus, Trash } from '@strapi/icons';
import {
  OPERATORS_OF,
  type FilterCondition,
  type FilterGroups,
} from '../../../server/contracts/filter-operators';
import type { PropertyDefinition, PropertySubject } from '../../../server/contracts/properties';
import { useWords } from '../../useWords';
import { ConditionRow } from './ConditionRow';

interface Props {
  /** Whose properties are asked about. */
  subject: PropertySubject;
  /** Of that subject; others are not offered. */
  properties: readonly PropertyDefinition[];
  value: FilterGroups;
  /** By field: `<name>.0.conditions.1.values`, as the server names them. */
  errors: Record<string, string>;
  /** Path of the field in errors. */
  name: string;
  isDisabled?: boolean;
  /** In which properties and options are named. */
  language: string;
  onChange: (value: FilterGroups) => void;
}

/** Conditions on properties: all of a group hold together, and one group is enough. */
export function FilterGroupsEditor(props: Props) {
  const {
    subject,
    properties,
    value,
    errors,
    name,
    isDisabled = false,
    language,
    onChange,
  } = props;
  const t = useWords();
  const own = properties.filter((property) => property.subject === subject);
  const [first] = own;
  // What is added or stands where something was removed gets the focus once it is there.
  const wanted = useRef('');
  useEffect(() => {
    if (wanted.current === '') return;
    const place = document.getElementById(wanted.current);
    (place?.querySelector<HTMLElement>('[role="combobox"]') ?? place)?.focus();
    wanted.current = '';
  });

  const idOf = (group: number, condition: number) => `${name}-${group}-${condition}`;
  const addId = (group: number) => `${name}-${group}-add`;
  const newCondition = (): FilterCondition => ({
    property: first?.key ?? '',
    operator: OPERATORS_OF[first?.kind ?? 'text'][0] ?? 'is',
    values: [],
  });
  const change = (next: FilterGroups, focus = '') => {
    wanted.current = focus;
    onChange(next);
  };
  const withConditions = (group: number, conditions: FilterCondition[]): FilterGroups =>
    value.map((one, index) => (index === group ? { conditions } : one));

  const addGroup = () =>
    change([...value, { conditions: [newCondition()] }], idOf(value.length, 0));
  const cloneGroup = (group: number) => {
    const next = [...value];
    const original = value[group];
    if (!original) return;
    next.splice(group + 1, 0, structuredClone(original));
    change(next, idOf(group + 1, 0));
  };
  const removeGroup = (group: number) =>
    change(
      value.filter((_, index) => index !== group),
      value.length > 1 ? addId(Math.max(0, group - 1)) : `${name}-add`,
    );
  const addCondition = (group: number, conditions: FilterCondition[]) =>
    change(withConditions(group, [...conditions, newCondition()]), idOf(group, conditions.length));
  const cloneCondition = (group: number, conditions: FilterCondition[], at: number) => {
    const next = [...conditions];
    const original = conditions[at];
    if (!original) return;
    next.splice(at + 1, 0, structuredClone(original));
    change(withConditions(group, next), idOf(group, at + 1));
  };
  const removeCondition = (group: number, conditions: FilterCondition[], at: number) => {
    if (conditions.length === 1) return removeGroup(group);
    change(
      withConditions(
        group,
        conditions.filter((_, index) => index !== at),
      ),
      idOf(group, Math.max(0, at - 1)),
    );
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {value.length === 0 && (
        <Typography textColor="neutral600">{t('filterGroups.none')}</Typography>
      )}
      {errors[name] && (
        <Typography variant="pi" textColor="danger600" role="alert">
          {errors[name]}
        </Typography>
      )}
      {value.map(({ conditions }, group) => (
        <Fragment key={group}>
          {group > 0 && <Between word={t('filterGroups.or')} />}
          <Box
            role="group"
            aria-label={t('filterGroups.group', { number: group + 1 })}
            background="neutral100"
            borderColor="neutral200"
            hasRadius
            padding={4}
          >
            <Flex justifyContent="space-between" paddingBottom={3} gap={2}>
              <Typography tag="h3" variant="sigma" textColor="neutral600">
                {t('filterGroups.group', { number: group + 1 })}
              </Typography>
              {!isDisabled && (
                <Flex gap={1}>
                  <IconButton
                    label={t('filterGroups.cloneGroup', { number: group + 1 })}
                    variant="ghost"
                    onClick={() => cloneGroup(group)}
                  >
                    <Duplicate />
                  </IconButton>
                  <IconButton
                    label={t('filterGroups.removeGroup', { number: group + 1 })}
                    variant="ghost"
                    onClick={() => removeGroup(group)}
                  >
                    <Trash />
                  </IconButton>
                </Flex>
              )}
            </Flex>
            <Flex direction="column" alignItems="stretch" gap={3}>
              {conditions.map((condition, index) => (
                <Fragment key={index}>
                  {index > 0 && (
                    <Typography variant="pi" fontWeight="bold" textColor="neutral600">
                      {t('filterGroups.and')}
                    </Typography>
                  )}
                  <ConditionRow
                    id={`${name}-${group}-${index}`}
                    number={index + 1}
                    condition={condition}
                    properties={own}
                    errors={errors}
                    name={`${name}.${group}.conditions.${index}`}
                    isDisabled={isDisabled}
                    language={language}
                    onChange={(next) =>
                      change(
                        withConditions(
                          group,
                          conditions.map((one, at) => (at === index ? next : one)),
                        ),
                      )
                    }
                    onClone={() => cloneCondition(group, conditions, index)}
                    onRemove={() => removeCondition(group, conditions, index)}
                  />
                </Fragment>
              ))}
            </Flex>
            {!isDisabled && (
              <Box paddingTop={4}>
                <Button
                  id={addId(group)}
                  variant="tertiary"
                  size="S"
                  startIcon={<Plus />}
                  onClick={() => addCondition(group, conditions)}
                >
                  {t('filterGroups.addCondition')}
                </Button>
              </Box>
            )}
          </Box>
        </Fragment>
      ))}
      {!isDisabled && (
        <Box>
          <Button id={`${name}-add`} variant="secondary" startIcon={<Plus />} onClick={addGroup}>
            {t(value.length === 0 ? 'filterGroups.addFirst' : 'filterGroups.addGroup')}
          </Button>
        </Box>
      )}
    </Flex>
  );
}

function Between({ word }: { word: string }) {
  return (
    <Flex gap={3}>
      <Box flex="1" height="1px" background="neutral200" />
      <Typography variant="sigma" textColor="neutral600">
        {word}
      </Typography>
      <Box flex="1" height="1px" background="neutral200" />
    </Flex>
  );
}
