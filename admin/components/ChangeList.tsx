import { Box, Typography } from '@strapi/design-system';
import { useWords } from '../useWords';

/** Long texts are cut: the whole stands in the settings themselves. */
const SHOWN = 200;

interface Props {
  /** By path; values as JSON, '' where there was none. */
  changes: Record<string, { before: string; after: string }>;
  nameOf?: (path: string) => string;
}

/** What was, or would be, changed: each value before and after. */
export function ChangeList({ changes, nameOf = (path) => path }: Props) {
  const t = useWords();
  const said = (json: string) => {
    if (json === '' || json === '""' || json === 'null') return t('settings.history.nothing');
    const value: unknown = JSON.parse(json);
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  };
  return (
    <Box tag="dl" style={{ overflowWrap: 'anywhere' }}>
      {Object.entries(changes).map(([path, { before, after }]) => (
        <Box key={path} paddingBottom={2}>
          <Typography tag="dt" variant="pi" fontWeight="semiBold" textColor="neutral700">
            {nameOf(path)}
          </Typography>
          <Typography tag="dd" variant="pi" textColor="neutral600" dir="auto">
            <del>{said(before)}</del> → <ins style={{ textDecoration: 'none' }}>{said(after)}</ins>
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
