import { Button } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

/** Asks for something that takes a record away: a dialog opens first. */
export const DangerButton = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button variant="danger-light" startIcon={<Trash />} onClick={onClick}>
    {label}
  </Button>
);
