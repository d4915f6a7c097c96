import { useEffect, useState } from 'react';
import { Combobox, ComboboxOption, Field, Flex, Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { api } from '../../services/api';
import { useRead } from '../../services/useRead';
import { useSettled } from '../../services/useSettled';
import { useWords } from '../../useWords';
import type { ValueProps } from './ConditionValues';

interface Company {
  id: string;
  name: string;
}

const WAIT = 250;
const ROUTE = '/company-choices';

/** Companies found by the beginning of their name; those chosen stand below as tags. */
export function CompanyValues(props: ValueProps) {
  const { values, onChange } = props;
  const t = useWords();
  const [text, setText] = useState('');
  const [names, setNames] = useState<Record<string, string>>({});
  const settled = useSettled(text.trim(), WAIT);
  const unnamed = values.filter((id) => !(id in names));
  const chosen = useRead<Company[]>(
    unnamed.length > 0 ? api(ROUTE, { ids: unnamed.join(',') }) : null,
  );
  const found = useRead<Company[]>(api(ROUTE, { q: settled }));
  const options = (found.data ?? []).filter(({ id }) => !values.includes(id));

  useEffect(() => {
    if (chosen.data) keep(chosen.data);
  }, [chosen.data]);

  const keep = (companies: Company[]) =>
    setNames((before) => ({
      ...before,
      ...Object.fromEntries(companies.map(({ id, name }) => [id, name])),
    }));

  const choose = (id: string | undefined) => {
    const company = options.find((one) => one.id === id);
    if (!company) return;
    keep([company]);
    setText('');
    onChange([...values, company.id]);
  };

  return (
    <Field.Root id={props.id} name={props.name} error={props.error}>
      <Combobox
        aria-label={props.label}
        autocomplete="none"
        placeholder={t('filterGroups.findCompany')}
        value=""
        textValue={text}
        disabled={props.isDisabled}
        loading={found.isLoading}
        loadingMessage={t('state.loading')}
        noOptionsMessage={() => t('filterGroups.noCompany')}
        onInputChange={({ target }) => setText(target.value)}
        // A chosen name would stay as typed text.
        onTextValueChange={(next) => !next && setText('')}
        onChange={choose}
        onClear={() => setText('')}
      >
        {options.map(({ id, name }) => (
          <ComboboxOption key={id} value={id} textValue={name}>
            {name}
          </ComboboxOption>
        ))}
      </Combobox>
      {values.length > 0 && (
        <Flex gap={2} wrap="wrap" paddingTop={1}>
          {values.map((id) => (
            <Tag
              key={id}
              icon={<Cross aria-hidden />}
              label={t('filterGroups.removeValue', { name: names[id] ?? id })}
              disabled={props.isDisabled}
              onClick={() => onChange(values.filter((one) => one !== id))}
            >
              {names[id] ?? '…'}
            </Tag>
          ))}
        </Flex>
      )}
      <Field.Error />
    </Field.Root>
  );
}
