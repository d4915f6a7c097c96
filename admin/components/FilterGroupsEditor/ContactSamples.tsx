import { Box, Typography } from '@strapi/design-system';
import type { ContactSample } from '../../../server/contracts/access-groups';

/** Some contacts by name and address. */
export function ContactSamples({ contacts }: { contacts: readonly ContactSample[] }) {
  if (contacts.length === 0) return null;
  return (
    <Box tag="ul">
      {contacts.map(({ id, name, address }) => (
        <li key={id}>
          <Typography variant="pi" textColor="neutral800" dir="auto">
            {[name, address].filter(Boolean).join(' · ')}
          </Typography>
        </li>
      ))}
    </Box>
  );
}
