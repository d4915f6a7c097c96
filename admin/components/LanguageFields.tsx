import { Field, Flex, Textarea, TextInput } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useWords } from '../useWords';

interface Props {
  /** Of the whole, for example "Label". */
  label: string;
  /** Path of the field in errors. */
  name: string;
  languages: string[];
  value: Record<string, string>;
  errors: Record<string, string>;
  hint?: string;
  isLong?: boolean;
  maxLength?: number;
  /** The first language must have a word. */
  isRequired?: boolean;
  isDisabled?: boolean;
  /** What is read where no word stands, by language. */
  placeholders?: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
}

/** One text in every language: a field for each, named in the reader's own language. */
export function LanguageFields(props: Props) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const { label, name, languages, value, errors, isLong, onChange } = props;
  const Input = isLong ? Textarea : TextInput;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {languages.map((language, index) => (
        <Field.Root
          key={language}
          name={`${name}.${language}`}
          error={errors[`${name}.${language}`] ?? (index === 0 ? errors[name] : undefined)}
          hint={index === languages.length - 1 ? props.hint : undefined}
          required={props.isRequired === true && index === 0}
        >
          <Field.Label>
            {languages.length === 1
              ? label
              : t('form.language', {
                  label,
                  language: formatDisplayName(language, { type: 'language' }) ?? language,
                })}
          </Field.Label>
          <Input
            value={value[language] ?? ''}
            maxLength={props.maxLength ?? 191}
            lang={language}
            dir="auto"
            disabled={props.isDisabled}
            placeholder={props.placeholders?.[language]}
            onChange={(event: { target: { value: string } }) =>
              onChange({ ...value, [language]: event.target.value })
            }
          />
          <Field.Error />
          <Field.Hint />
        </Field.Root>
      ))}
    </Flex>
  );
}
