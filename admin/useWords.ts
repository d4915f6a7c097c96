import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { PLUGIN_ID } from './plugin';
import type en from './translations/en';

export type Word = keyof typeof en;
export type Translate = (word: Word, values?: Record<string, string | number>) => string;

/** Every visible string of the admin pages, by its key in translations/en. */
export function useWords(): Translate {
  const { formatMessage } = useIntl();
  return useCallback(
    (word, values) => formatMessage({ id: `${PLUGIN_ID}.${word}` }, values),
    [formatMessage],
  );
}

/** The word of a value that the server may add to later; an unknown value is shown as it is. */
export function useValueWords() {
  const { messages, formatMessage } = useIntl();
  return useCallback(
    (
      group:
        | 'priority'
        | 'category'
        | 'source'
        | 'field'
        | 'rule'
        | 'rating'
        | 'template'
        | 'audit.action'
        | 'audit.noun'
        | 'audit.verb',
      value: string,
    ): string => {
      const id = `${PLUGIN_ID}.${group}.${value}`;
      return id in messages ? formatMessage({ id }) : value;
    },
    [messages, formatMessage],
  );
}
