import { useIntl } from 'react-intl';
import type { PropertyDefinition, PropertyValues } from '../../server/contracts/properties';
import type { FieldErrors } from '../services/useRecordForm';
import type { PropertyInput } from './PropertyField';
import { PropertyFields } from './PropertyFields';
import { FormSection } from './RecordFormPage';

interface Props {
  title: string;
  properties: readonly PropertyDefinition[];
  /** What the record has. */
  stored: PropertyValues | undefined;
  /** What was typed or chosen over it, by key. */
  typed: Record<string, PropertyInput>;
  errors: FieldErrors;
  isDisabled: boolean;
  onChange: (typed: Record<string, PropertyInput>) => void;
}

/** The custom properties of a record; nothing when there are none. */
export function PropertiesSection({ title, properties, stored, typed, ...field }: Props) {
  const { locale } = useIntl();
  if (properties.every(({ isStandard }) => isStandard)) return null;
  return (
    <FormSection title={title}>
      <PropertyFields
        properties={properties}
        values={{ ...stored, ...typed }}
        errors={field.errors}
        isDisabled={field.isDisabled}
        language={locale}
        onChange={(key, value) => field.onChange({ ...typed, [key]: value })}
      />
    </FormSection>
  );
}
