import type { SetupChoices, SetupInput } from '../../../../server/contracts/portal-setup';
import { useWords } from '../../../useWords';
import { AccessFields } from '../AccessFields';
import { SetUpFrame } from './SetUpFrame';
import { useStepForm, type StepProps } from './useStepForm';

interface Props extends StepProps {
  choices: SetupChoices;
  onChanged: () => void;
}

/** How customers get in. */
export function AccessStep(props: Props) {
  const { portal, choices, onChanged } = props;
  const t = useWords();
  const form = useStepForm<'access', SetupInput<'access'>>('access', props, {
    initial: portal.settings.access,
    inputOf: (values) => values,
  });
  return (
    <SetUpFrame step="access" portal={portal} form={form} hint={t('setup.access.hint')}>
      <AccessFields
        portal={portal}
        groups={choices.accessGroups}
        values={form.values}
        errors={form.errors}
        isNew
        onControl={(control) => form.set('control', control)}
        onGroups={(groups) => form.set('groups', groups)}
        onGroupMade={onChanged}
      />
    </SetUpFrame>
  );
}
