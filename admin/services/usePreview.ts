import { useEffect, useState } from 'react';
import { getFetchClient } from '@strapi/strapi/admin';

/** ms without typing before the preview is drawn again. */
const CALM = 300;

/**
 * What the server makes of what is being typed. The answer before it stays until the next is there, also while what is typed
 * is refused, for example half a colour. null asks for nothing.
 */
export function usePreview<Answer>(url: string | null, input: object): Answer | null {
  const [preview, setPreview] = useState<Answer | null>(null);
  const asked = JSON.stringify(input);
  useEffect(() => {
    if (url === null) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      getFetchClient()
        .post<Answer>(url, JSON.parse(asked), { signal: controller.signal })
        .then(({ data }) => setPreview(data))
        .catch(() => undefined);
    }, CALM);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [url, asked]);
  return preview;
}
