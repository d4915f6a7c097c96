import { TextField } from '../../../components/TextField';
import type { FieldErrors } from '../../../services/useRecordForm';
import { useWords } from '../../../useWords';
import { SetUpFrame } from './SetUpFrame';
import { useStepForm, type StepProps } from './useStepForm';

interface Props {
  value: string;
  error?: string;
  onChange: (name: string) => void;
}

export function NameField({ value, error, onChange }: Props) {
  const t = useWords();
  return (
    <TextField
      name="name"
      label={t('portals.name')}
      hint={t('setup.name.hint')}
      value={value}
      error={error}
      maxLength={80}
      isRequired
      onChange={onChange}
    />
  );
}

export function NameStep(props: StepProps) {
  const t = useWords();
  const form = useStepForm('name', props, {
    initial: { name: props.portal.settings.general.name },
    inputOf: (values) => values,
    check: ({ name }): FieldErrors => (name.trim() === '' ? { name: t('setup.name.missing') } : {}),
  });
  return (
    <SetUpFrame step="name" portal={props.portal} form={form}>
      <NameField
        value={form.values.name}
        error={form.errors.name}
        onChange={(name) => form.set('name', name)}
      />
    </SetUpFrame>
  );
}
