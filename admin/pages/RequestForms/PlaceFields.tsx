import { Field, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import { useWords } from '../../useWords';

export interface Place {
  name: string;
  portal: string;
  slug: string;
}

interface Props {
  values: Place;
  errors: Record<string, string>;
  portals: { id: string; name: string }[];
  /** What stands before the slug. */
  url: string;
  isPortalFixed?: boolean;
  isDisabled?: boolean;
  onChange: (name: keyof Place, value: string) => void;
}

/** Name, portal and address of a form. */
export function PlaceFields(props: Props) {
  const { values, errors, portals, url, isPortalFixed = false, isDisabled = false } = props;
  const t = useWords();
  const change = (name: keyof Place) => (event: { target: { value: string } }) =>
    props.onChange(name, event.target.value);
  return (
    <>
      <Field.Root name="name" error={errors.name} hint={t('requestForms.nameHint')} required>
        <Field.Label>{t('requestForms.name')}</Field.Label>
        <TextInput
          value={values.name}
          maxLength={191}
          dir="auto"
          disabled={isDisabled}
          onChange={change('name')}
        />
        <Field.Error />
        <Field.Hint />
      </Field.Root>
      <Field.Root
        name="portal"
        error={errors.portal}
        hint={isPortalFixed ? t('requestForms.portalFixed') : undefined}
        required
      >
        <Field.Label>{t('requestForms.portal')}</Field.Label>
        <SingleSelect
          value={values.portal || null}
          disabled={isDisabled || isPortalFixed}
          onChange={(portal) => props.onChange('portal', String(portal))}
        >
          {portals.map(({ id, name }) => (
            <SingleSelectOption key={id} value={id}>
              {name}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Field.Error />
        <Field.Hint />
      </Field.Root>
      <Field.Root name="slug" error={errors.slug} hint={`${url}${values.slug}`} required>
        <Field.Label>{t('requestForms.slug')}</Field.Label>
        <TextInput
          value={values.slug}
          maxLength={60}
          dir="ltr"
          disabled={isDisabled}
          onChange={change('slug')}
        />
        <Field.Error />
        <Field.Hint />
      </Field.Root>
    </>
  );
}
