import { useRef } from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { proposedOptionKey } from '../../../server/rules/property-limits';
import { wordIn } from '../../../server/rules/property-values';
import { Pill } from '../../components/Pill';
import { ReorderList } from '../../components/ReorderList';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import type { OptionDraft } from './propertyFormValues';

interface Props {
  options: OptionDraft[];
  languages: string[];
  errors: FieldErrors;
  isDisabled: boolean;
  /** Those of a standard property stay. */
  isFixed: boolean;
  /** Keys of options that records have. */
  used: readonly string[];
  onChange: (options: OptionDraft[]) => void;
}

/** Options of a choice in their order, with a label for each language. One that records have is archived, not removed. */
export function OptionsEditor(props: Props) {
  const { options, languages, errors, isDisabled, isFixed, used, onChange } = props;
  const t = useWords();
  const { locale } = useIntl();
  const added = useRef('');
  const count = useRef(0);

  const add = () => {
    count.current += 1;
    added.current = `new-${count.current}`;
    const option = { ref: added.current, key: '', labels: {}, isArchived: false, isNew: true };
    onChange([...options, option]);
  };
  const replace = (ref: string, changed: Partial<OptionDraft>) =>
    onChange(options.map((option) => (option.ref === ref ? { ...option, ...changed } : option)));

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {options.length > 0 && (
        <ReorderList
          label={t('properties.options')}
          items={options.map((option, index) => ({
            ...option,
            id: option.ref,
            name:
              wordIn(option.labels, locale) || t('properties.optionNumber', { number: index + 1 }),
          }))}
          isDisabled={isDisabled}
          onReorder={(items) =>
            onChange(items.flatMap(({ ref }) => options.find((one) => one.ref === ref) ?? []))
          }
        >
          {(option, index) => (
            <OptionRow
              option={option}
              name={option.name}
              index={index}
              languages={languages}
              errors={errors}
              isDisabled={isDisabled}
              isFocused={option.ref === added.current}
              canArchive={!isFixed && !option.isNew}
              canRemove={!isFixed && (option.isNew || !used.includes(option.key))}
              onChange={(changed) => replace(option.ref, changed)}
              onRemove={() => onChange(options.filter(({ ref }) => ref !== option.ref))}
            />
          )}
        </ReorderList>
      )}
      <Box role="alert">
        {errors.options && (
          <Typography variant="pi" textColor="danger600">
            {errors.options}
          </Typography>
        )}
      </Box>
      {!isFixed && !isDisabled && (
        <Flex>
          <Button type="button" variant="secondary" startIcon={<Plus />} onClick={add}>
            {t('properties.addOption')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

interface RowProps {
  option: OptionDraft;
  name: string;
  index: number;
  languages: string[];
  errors: FieldErrors;
  isDisabled: boolean;
  isFocused: boolean;
  canArchive: boolean;
  canRemove: boolean;
  onChange: (changed: Partial<OptionDraft>) => void;
  onRemove: () => void;
}

function OptionRow(props: RowProps) {
  const { option, name, index, languages, errors, isDisabled, onChange } = props;
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const path = `options.${index}`;
  const [first = ''] = languages;

  const onLabel = (language: string, word: string) => {
    const labels = { ...option.labels, [language]: word };
    const isProposed = option.isNew && option.key === proposedOptionKey(wordOf(option, first));
    onChange(
      isProposed ? { labels, key: proposedOptionKey(wordOf({ labels }, first)) } : { labels },
    );
  };

  return (
    <Flex gap={3} wrap="wrap" alignItems="flex-start" paddingTop={1} paddingBottom={1}>
      {languages.map((language, at) => (
        <Box key={language} flex="1 1 16rem">
          <Field.Root
            name={`${path}.labels.${language}`}
            error={
              errors[`${path}.labels.${language}`] ??
              (at === 0 ? errors[`${path}.labels`] : undefined)
            }
          >
            <Field.Label>
              {t('form.language', {
                label: t('properties.label'),
                language: formatDisplayName(language, { type: 'language' }) ?? language,
              })}
            </Field.Label>
            <TextInput
              value={option.labels[language] ?? ''}
              maxLength={191}
              lang={language}
              dir="auto"
              disabled={isDisabled}
              autoFocus={at === 0 && props.isFocused}
              onChange={({ target }: { target: { value: string } }) =>
                onLabel(language, target.value)
              }
            />
            <Field.Error />
          </Field.Root>
        </Box>
      ))}
      <Box flex="1 1 12rem">
        <Field.Root name={`${path}.key`} error={errors[`${path}.key`]}>
          <Field.Label>{t('properties.key')}</Field.Label>
          <TextInput
            value={option.key}
            maxLength={64}
            disabled={isDisabled || !option.isNew}
            onChange={({ target }: { target: { value: string } }) =>
              onChange({ key: target.value })
            }
          />
          <Field.Error />
        </Field.Root>
      </Box>
      <Flex gap={2} alignItems="center" paddingTop={6} wrap="wrap">
        {option.isArchived && <Pill variant="neutral">{t('properties.archived')}</Pill>}
        {props.canArchive && !isDisabled && (
          <Button
            type="button"
            variant="tertiary"
            size="S"
            aria-label={t(
              option.isArchived ? 'properties.restoreOption' : 'properties.archiveOption',
              { name },
            )}
            onClick={() => onChange({ isArchived: !option.isArchived })}
          >
            {t(option.isArchived ? 'properties.restore' : 'properties.archive')}
          </Button>
        )}
        {props.canRemove && !isDisabled && (
          <Button
            type="button"
            variant="danger-light"
            size="S"
            aria-label={t('properties.removeOption', { name })}
            onClick={props.onRemove}
          >
            {t('properties.remove')}
          </Button>
        )}
      </Flex>
    </Flex>
  );
}

const wordOf = ({ labels }: Pick<OptionDraft, 'labels'>, first: string): string =>
  wordIn(labels, first);
