import type {
  PipelineDetail,
  PipelineInput,
  StatusDetail,
  StatusInput,
} from '../../../server/contracts/pipelines';

/** A status of the form; a new one has an id that begins with `new-`. */
export interface StatusValues extends Omit<StatusDetail, 'tickets'> {
  tickets: StatusDetail['tickets'] | null;
}

export interface PipelineValues {
  name: string;
  statuses: StatusValues[];
  removed: PipelineInput['removed'];
  rules: PipelineInput['rules'];
  automations: PipelineInput['automations'];
}

export const valuesOf = ({
  name,
  statuses,
  rules,
  automations,
}: PipelineDetail): PipelineValues => ({
  name,
  statuses,
  removed: [],
  rules,
  automations,
});

let made = 0;

export function newStatus(values: Partial<StatusInput> = {}): StatusValues {
  made += 1;
  return {
    name: '',
    meaning: 'waiting-on-us',
    color: 'secondary',
    customerLabels: {},
    isHidden: false,
    mayStart: false,
    ...values,
    id: `new-${made}`,
    tickets: null,
  };
}

/** The statuses that HubSpot's pipeline begins with, in the reader's words. */
export const firstValues = (names: Record<StatusInput['meaning'], string>): PipelineValues => ({
  name: '',
  statuses: [
    newStatus({ name: names.new, meaning: 'new', color: 'primary' }),
    newStatus({
      name: names['waiting-on-customer'],
      meaning: 'waiting-on-customer',
      color: 'warning',
    }),
    newStatus({ name: names['waiting-on-us'], meaning: 'waiting-on-us', color: 'secondary' }),
    newStatus({ name: names.closed, meaning: 'closed', color: 'neutral' }),
  ],
  removed: [],
  rules: { noSkipping: false, noGoingBack: false },
  automations: {
    customerReplied: 'default',
    agentReplied: 'default',
    assigned: 'off',
    silence: [],
  },
});

export const inputOf = (values: PipelineValues): PipelineInput => ({
  ...values,
  statuses: values.statuses.map(
    ({ id, name, meaning, color, customerLabels, isHidden, mayStart }) => ({
      id,
      name,
      meaning,
      color,
      customerLabels,
      isHidden,
      mayStart,
    }),
  ),
});

export const isNew = ({ id }: { id: string }): boolean => id.startsWith('new-');

export const isClosed = ({ meaning }: { meaning: string }): boolean => meaning === 'closed';

/** The values without a status; what named it names the one that takes its tickets, or nothing. */
export function withoutStatus(
  values: PipelineValues,
  gone: StatusValues,
  to: string | undefined,
): Pick<PipelineValues, 'statuses' | 'removed' | 'automations'> {
  const { customerReplied, agentReplied, assigned, silence } = values.automations;
  const taker = values.statuses.find(({ id }) => id === to);
  const instead = (chosen: string, isOpenOnly: boolean) => {
    if (chosen !== gone.id) return chosen;
    return taker && !(isOpenOnly && isClosed(taker)) ? taker.id : 'default';
  };
  const removed = values.removed.map((one) => (one.to === gone.id ? { ...one, to } : one));
  return {
    statuses: values.statuses.filter(({ id }) => id !== gone.id),
    removed: isNew(gone) ? removed : [...removed, { id: gone.id, to }],
    automations: {
      customerReplied: instead(customerReplied, true),
      agentReplied: instead(agentReplied, false),
      assigned: instead(assigned, true),
      silence: silence
        .filter(({ from }) => from !== gone.id)
        .map((one) => (one.to === gone.id ? { ...one, to: to ?? '' } : one))
        .filter(({ from, to: next }) => next !== '' && next !== from),
    },
  };
}
