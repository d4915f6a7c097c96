import { useCallback } from 'react';
import { type FetchError, isFetchError, useAPIErrorHandler } from '@strapi/strapi/admin';
import { useWords } from '../useWords';

/** One sentence for an agent about what went wrong. */
export function useErrorText(): (error: unknown) => string {
  const { formatAPIError } = useAPIErrorHandler();
  const t = useWords();
  return useCallback(
    (error) => {
      if (!isFetchError(error)) return t('error.network');
      try {
        return Object.values(fieldErrors(error))[0] ?? formatAPIError(error);
      } catch {
        return error.message;
      }
    },
    [formatAPIError, t],
  );
}

export const isNotFound = (error: unknown): boolean =>
  isFetchError(error) && statusOf(error) === 404;

const statusOf = (error: FetchError) => error.response?.data?.error?.status ?? error.status;

interface Problem {
  path?: string | string[];
  message?: string;
}

/** What the server adds to the message of a refusal; empty for another problem. */
export function detailsOf<Details extends object>(error: unknown): Partial<Details> {
  const details: unknown = isFetchError(error) ? error.response?.data?.error?.details : undefined;
  return (details ?? {}) as Partial<Details>;
}

/** The rule of a pipeline that forbids what was asked; '' when it was another problem. */
export function brokenRuleOf(error: unknown): string {
  return String(detailsOf<{ rule: string }>(error).rule ?? '');
}

/** The server's messages by the name of the field they are about. */
export function fieldErrors(error: unknown): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const { path, message } of detailsOf<{ errors: Problem[] }>(error).errors ?? []) {
    const field = Array.isArray(path) ? path.join('.') : path;
    if (field && message) messages[field] ??= message;
  }
  return messages;
}
