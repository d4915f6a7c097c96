import { Combobox, ComboboxOption } from '@strapi/design-system';
import { useWords } from '../useWords';

interface Props {
  /** IANA, such as Europe/Paris; '' for none. */
  value: string;
  placeholder?: string;
  isDisabled?: boolean;
  onChange: (zone: string) => void;
}

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** A time zone found by any part of its name; within a field that names it. */
export function ZoneSelect({ value, placeholder, isDisabled, onChange }: Props) {
  const t = useWords();
  const zones = value === '' || ZONES.includes(value) ? ZONES : [value, ...ZONES];
  return (
    <Combobox
      autocomplete={{ type: 'list', filter: 'contains' }}
      value={value}
      // Of many options the field shows none by itself, and loses the value when it is left.
      defaultTextValue={value}
      placeholder={placeholder}
      disabled={isDisabled}
      noOptionsMessage={() => t('contacts.find.none')}
      clearLabel={t('contacts.find.clear')}
      onChange={(zone?: string) => onChange(zone ?? '')}
      onClear={() => onChange('')}
    >
      {zones.map((zone) => (
        <ComboboxOption key={zone} value={zone}>
          {zone}
        </ComboboxOption>
      ))}
    </Combobox>
  );
}
