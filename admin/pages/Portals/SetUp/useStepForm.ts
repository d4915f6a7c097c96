import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { SetupInput, SetupInputStep } from '../../../../server/contracts/portal-setup';
import { SETUP_STEPS, type PortalDetail } from '../../../../server/contracts/portals';
import { paths } from '../../../plugin';
import { saveRecord } from '../../../services/records';
import { useRecordForm, type FieldErrors } from '../../../services/useRecordForm';

export interface StepProps {
  portal: PortalDetail;
  /** What the server has by now. */
  onSaved: (portal: PortalDetail) => void;
}

/** The form of one step, which goes on to the next when it is saved. */
export function useStepForm<Step extends SetupInputStep, Values extends object>(
  step: Step,
  { portal, onSaved }: StepProps,
  options: {
    initial: Values;
    inputOf: (values: Values) => SetupInput<Step>;
    check?: (values: Values) => FieldErrors;
    /** What else is saved, before the step. */
    before?: (values: Values) => Promise<unknown>;
  },
) {
  const navigate = useNavigate();
  const [saved, setSaved] = useState<PortalDetail>();
  const form = useRecordForm<Values, PortalDetail>({
    initial: options.initial,
    check: options.check,
    async save(values) {
      await options.before?.(values);
      return saveRecord<PortalDetail>(
        `/portals/${portal.id}/set-up/${step}`,
        options.inputOf(values),
      );
    },
    onSaved: setSaved,
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (!saved) return;
    setSaved(undefined);
    onSaved(saved);
    const next = SETUP_STEPS[SETUP_STEPS.indexOf(step) + 1] ?? 'review';
    navigate(paths.portalSetup(saved.id, next));
  }, [saved, onSaved, navigate, step]);
  return form;
}
