import { useListAddress as useAnyListAddress } from '../../services/useListAddress';

const DEFAULTS = {
  state: 'open',
  q: '',
  status: '',
  priority: '',
  assignee: '',
  inbox: '',
  contact: '',
  property: '',
  value: '',
  from: '',
  to: '',
  sort: 'activity',
};

export type ListQuery = Record<keyof typeof DEFAULTS, string>;

/** The list of tickets: every filter stands in the address. */
export const useListAddress = () => useAnyListAddress(DEFAULTS, ['state']);

export type ListAddress = ReturnType<typeof useListAddress>;
