import { Box, Field, Flex, Radio, Typography } from '@strapi/design-system';

interface Option {
  value: string;
  label: string;
  /** One line that says what it means. */
  hint: string;
  isDisabled?: boolean;
}

interface Props {
  name: string;
  label: string;
  value: string;
  options: Option[];
  error?: string;
  isDisabled?: boolean;
  onChange: (value: string) => void;
}

/** One of a few choices, each with a line that says what it means. */
export function RadioCards({ name, label, value, options, error, isDisabled, onChange }: Props) {
  return (
    <Field.Root name={name} error={error}>
      <Field.Label>{label}</Field.Label>
      <Radio.Group aria-label={label} value={value} onValueChange={onChange} disabled={isDisabled}>
        <Flex direction="column" alignItems="stretch" gap={3}>
          {options.map((option) => (
            <Box key={option.value}>
              <Radio.Item
                value={option.value}
                disabled={option.isDisabled}
                aria-describedby={`${name}-${option.value}-hint`}
              >
                {option.label}
              </Radio.Item>
              <Box paddingLeft="2.8rem">
                <Typography id={`${name}-${option.value}-hint`} variant="pi" textColor="neutral600">
                  {option.hint}
                </Typography>
              </Box>
            </Box>
          ))}
        </Flex>
      </Radio.Group>
      <Field.Error />
    </Field.Root>
  );
}
