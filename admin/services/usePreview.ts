import { useEffect, useState } from 'react';
import { getFetchClient } from '@strapi/strapi/admin';

/** ms without typing before the preview is drawn again. */
const CALM = 300;

/**
 * What the server makes of what is being typed. The answer before it stays until the next is there, also while what is typed
 * is refused, for example half a colour; but only as long as it is the preview `of` the same thing. A url of null asks for nothing.
 */
export function usePreview<Answer>(url: string | null, input: object, of = ''): Answer | null {
  const [preview, setPreview] = useState<{ of: string; answer: Answer } | null>(null);
  const asked = JSON.stringify(input);
  useEffect(() => {
    if (url === null) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      getFetchClient()
        .post<Answer>(url, JSON.parse(asked), { signal: controller.signal })
        .then(({ data }) => setPreview({ of, answer: data }))
        .catch(() => undefined);
    }, CALM);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [url, asked, of]);
  return preview?.of === of ? preview.answer : null;
}
