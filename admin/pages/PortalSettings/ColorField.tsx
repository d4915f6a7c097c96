import { Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { AA_TEXT, contrast } from '../../../server/rules/contrast';
import { useWords } from '../../useWords';

interface Props {
  name: string;
  label: string;
  hint: string;
  value: string;
  /** What it is read on: its contrast is told while it is chosen. */
  ground?: string;
  error?: string | undefined;
  isOptional?: boolean;
  isDisabled?: boolean;
  onChange: (value: string) => void;
}

const Swatch = styled.input`
  width: 4rem;
  height: 4rem;
  padding: 0;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: none;
  flex: none;
`;

const COLOR = /^#[0-9a-f]{6}$/i;

/** A colour by picker or by its code, with the contrast that WCAG AA asks for. */
export function ColorField(props: Props) {
  const t = useWords();
  const { name, label, value, ground, isOptional, isDisabled, onChange } = props;
  const isColor = COLOR.test(value);
  const ratio = ground && isColor ? contrast(value, ground) : null;
  const isReadable = ratio === null || ratio >= AA_TEXT;
  return (
    <Field.Root name={name} error={props.error} hint={props.hint} required={!isOptional}>
      <Field.Label>{label}</Field.Label>
      <Flex gap={2} alignItems="center">
        <Swatch
          type="color"
          aria-label={t('settings.branding.pick', { label })}
          value={isColor ? value : '#ffffff'}
          disabled={isDisabled}
          onChange={({ target }) => onChange(target.value)}
        />
        <TextInput
          value={value}
          maxLength={7}
          dir="ltr"
          placeholder={isOptional ? t('settings.branding.byItself') : '#2f5bd8'}
          disabled={isDisabled}
          onChange={({ target }: { target: { value: string } }) => onChange(target.value.trim())}
        />
      </Flex>
      {ratio !== null && (
        <Typography
          variant="pi"
          role="status"
          fontWeight="semiBold"
          textColor={isReadable ? 'success700' : 'danger700'}
        >
          {t(isReadable ? 'settings.branding.readable' : 'settings.branding.unreadable', {
            ratio: ratio.toFixed(1),
          })}
        </Typography>
      )}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
