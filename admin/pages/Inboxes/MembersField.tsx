import { useState } from 'react';
import { Combobox, ComboboxOption, Field, Flex, Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { tokensOf } from '../../../server/rules/search-tokens';
import { useWords } from '../../useWords';

interface Props {
  /** Everybody who works here. */
  agents: { id: string; name: string }[];
  /** Ids of the chosen ones. */
  members: string[];
  error: string | undefined;
  isDisabled: boolean;
  onChange: (members: string[]) => void;
}

/** Agents found by the beginnings of their names; those chosen stand below as tags. */
export function MembersField({ agents, members, error, isDisabled, onChange }: Props) {
  const t = useWords();
  const [text, setText] = useState('');
  const words = tokensOf(text);
  const found = agents.filter(({ id, name }) => {
    const own = tokensOf(name);
    return !members.includes(id) && words.every((word) => own.some((one) => one.startsWith(word)));
  });
  const chosen = agents.filter(({ id }) => members.includes(id));

  const choose = (id: string | undefined) => {
    if (!id || members.includes(id)) return;
    setText('');
    onChange([...members, id]);
  };

  return (
    <Field.Root name="members" error={error} hint={t('inboxes.membersHint')}>
      <Field.Label>{t('inboxes.members')}</Field.Label>
      <Combobox
        autocomplete="none"
        value=""
        textValue={text}
        placeholder={t('inboxes.membersSearch')}
        disabled={isDisabled}
        noOptionsMessage={() => t('inboxes.membersAll')}
        onInputChange={({ target }) => setText(target.value)}
        // A chosen name would stay as typed text.
        onTextValueChange={(next) => !next && setText('')}
        onChange={choose}
      >
        {found.map(({ id, name }) => (
          <ComboboxOption key={id} value={id} textValue={name}>
            {name}
          </ComboboxOption>
        ))}
      </Combobox>
      <Field.Error />
      <Field.Hint />
      {chosen.length > 0 && (
        <Flex gap={2} wrap="wrap" paddingTop={2}>
          {chosen.map(({ id, name }) => (
            <Tag
              key={id}
              icon={<Cross aria-hidden />}
              label={t('inboxes.memberRemove', { name })}
              disabled={isDisabled}
              onClick={() => onChange(members.filter((one) => one !== id))}
            >
              {name}
            </Tag>
          ))}
        </Flex>
      )}
    </Field.Root>
  );
}
