import { useCallback, useEffect, useRef, useState } from 'react';
import { useFetchClient } from '@strapi/strapi/admin';

export interface Reading<Data> {
  data: Data | undefined;
  error: unknown;
  /** True while an answer is awaited; `data` may still be that of the address before. */
  isLoading: boolean;
  refetch(): void;
  /** Puts in what a change answered; a reading still under way is older and is dropped. */
  replace(data: Data): void;
}

/** Reads one address; reads again when it changes, and every `pollEvery` ms while the tab is visible. */
export function useRead<Data>(url: string | null, pollEvery = 0): Reading<Data> {
  const { get } = useFetchClient();
  const [data, setData] = useState<Data>();
  const [error, setError] = useState<unknown>();
  const [isLoading, setIsLoading] = useState(url !== null);
  const running = useRef<AbortController>();

  const read = useCallback(
    async (isQuiet: boolean) => {
      running.current?.abort();
      if (url === null) {
        setIsLoading(false);
        return;
      }
      const controller = new AbortController();
      running.current = controller;
      if (!isQuiet) setIsLoading(true);
      try {
        const answer = await get<Data>(url, { signal: controller.signal });
        if (controller.signal.aborted) return;
        setData(answer.data);
        setError(undefined);
      } catch (problem) {
        if (controller.signal.aborted) return;
        if (!isQuiet) setError(problem);
      }
      setIsLoading(false);
    },
    [get, url],
  );

  useEffect(() => {
    void read(false);
    return () => running.current?.abort();
  }, [read]);

  useEffect(() => {
    if (!pollEvery) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void read(true);
    }, pollEvery);
    return () => clearInterval(timer);
  }, [pollEvery, read]);

  const refetch = useCallback(() => void read(false), [read]);
  const replace = useCallback((next: Data) => {
    running.current?.abort();
    setData(next);
    setError(undefined);
    setIsLoading(false);
  }, []);

  return { data, error, isLoading, refetch, replace };
}
