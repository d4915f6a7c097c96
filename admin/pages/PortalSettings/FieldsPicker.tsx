import { useRef } from 'react';
import {
  Box,
  Field,
  Flex,
  IconButton,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { LIST_COLUMNS } from '../../../server/contracts/portal-settings';
import { wordIn } from '../../../server/rules/property-values';
import type { ShownField } from '../../../server/rules/shown-fields';
import { ReorderList } from '../../components/ReorderList';
import { useWords } from '../../useWords';

interface Props {
  name: string;
  label: string;
  addLabel: string;
  all: ShownField[];
  chosen: ShownField[];
  most?: number;
  error?: string | undefined;
  isDisabled: boolean;
  onChange: (keys: string[]) => void;
}

/** Facts of a ticket, chosen and put in an order by mouse or keyboard. */
export function FieldsPicker(props: Props) {
  const {
    name,
    label,
    addLabel,
    all,
    chosen,
    most = Infinity,
    error,
    isDisabled,
    onChange,
  } = props;
  const t = useWords();
  const { locale } = useIntl();
  const adding = useRef<HTMLDivElement>(null);
  const nameOf = ({ key, definition }: ShownField) =>
    definition
      ? wordIn(definition.labels, locale, key)
      : t(`settings.tickets.field.${key as (typeof LIST_COLUMNS)[number]}`);
  const keys = chosen.map(({ key }) => key);
  const others = all.filter(({ key }) => !keys.includes(key));

  const remove = (key: string) => {
    onChange(keys.filter((one) => one !== key));
    // The row that had the focus is gone.
    adding.current?.querySelector<HTMLElement>('[role=combobox]')?.focus();
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {chosen.length === 0 ? (
        <Typography textColor="neutral600">{t('settings.tickets.fieldsNone')}</Typography>
      ) : (
        <ReorderList
          label={label}
          items={chosen.map((field) => ({ id: field.key, name: nameOf(field) }))}
          isDisabled={isDisabled}
          onReorder={(items) => onChange(items.map(({ id }) => id))}
        >
          {(item) => (
            <Flex justifyContent="space-between" gap={2} minHeight="3.2rem">
              <Typography dir="auto">{item.name}</Typography>
              {!isDisabled && (
                <IconButton
                  type="button"
                  variant="ghost"
                  label={t('settings.tickets.fieldRemove', { name: item.name })}
                  onClick={() => remove(item.id)}
                >
                  <Cross />
                </IconButton>
              )}
            </Flex>
          )}
        </ReorderList>
      )}
      <Field.Root
        name={name}
        error={error}
        hint={chosen.length >= most ? t('settings.tickets.fieldsFull', { count: most }) : undefined}
      >
        {!isDisabled && (
          <Box ref={adding}>
            <Field.Label>{addLabel}</Field.Label>
            <SingleSelect
              value=""
              placeholder={t('settings.tickets.fieldChoose')}
              disabled={others.length === 0 || chosen.length >= most}
              onChange={(key) => key !== '' && onChange([...keys, String(key)])}
            >
              {others.map((field) => (
                <SingleSelectOption key={field.key} value={field.key}>
                  {nameOf(field)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Box>
        )}
        <Field.Error />
        <Field.Hint />
      </Field.Root>
    </Flex>
  );
}
