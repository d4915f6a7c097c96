import { SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useWords } from '../useWords';

export interface Option {
  value: string;
  label: string;
}

interface Props {
  label: string;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
}

/** A compact select that says its name and its value in one line. */
export function Choice({ label, value, options, onChange }: Props) {
  const t = useWords();
  const chosen = options.find((option) => option.value === value);
  const shown = t('filter.shown', { label, value: chosen?.label ?? value });
  return (
    <SingleSelect
      size="S"
      aria-label={label}
      value={value}
      onChange={(next) => onChange(String(next))}
      customizeContent={() => shown}
    >
      {options.map((option) => (
        <SingleSelectOption key={option.value} value={option.value}>
          {option.label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
}
