import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { ProviderTest, StartedTest } from '../../../../server/contracts/identity-providers';
import { api } from '../../../services/api';
import { useErrorText } from '../../../services/errors';
import { createRecord } from '../../../services/records';
import { useRead } from '../../../services/useRead';
import { useWords } from '../../../useWords';
import type { LastTest } from './providerPart';

/** ms */
const ASK_EVERY = 1500;
const BEGUN: ProviderTest = { state: 'open', problem: '', detail: '', claims: {}, person: null };

export interface RoundTrip {
  last: LastTest;
  /** Somebody signs in at the provider in another window. */
  isWaiting: boolean;
  /** Where to go by hand when no window opened; ''. */
  address: string;
  /** Sends a window, which the press has opened, to the provider. */
  start(window: Window | null): Promise<void>;
  stopWaiting(): void;
}

/** A real sign-in at the provider in a window of its own, and what came of it. */
export function useProviderTest(route: string, onPassed: () => void): RoundTrip {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [isWaiting, setIsWaiting] = useState(false);
  const [address, setAddress] = useState('');
  const { data, replace } = useRead<{ test: LastTest }>(
    api(`${route}/tests/last`),
    isWaiting ? ASK_EVERY : 0,
  );
  const last = data?.test ?? null;
  const state = last?.state;

  useEffect(() => {
    if (!isWaiting || state === 'open') return;
    setIsWaiting(false);
    setAddress('');
    if (state === 'passed') {
      toggleNotification({ type: 'success', message: t('sso.verify.passed') });
      onPassed();
    }
    // The words and callbacks of the moment are enough.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isWaiting, state]);

  return {
    last,
    isWaiting,
    address,
    async start(window) {
      try {
        const started = await createRecord<StartedTest>(`${route}/tests`, {});
        replace({ test: BEGUN });
        setIsWaiting(true);
        if (window) {
          window.opener = null;
          window.location.href = started.address;
        } else setAddress(started.address);
      } catch (error) {
        window?.close();
        toggleNotification({ type: 'danger', message: textOf(error) });
      }
    },
    stopWaiting() {
      setIsWaiting(false);
      setAddress('');
    },
  };
}
