import { styled } from 'styled-components';

/** Around a field for a date: the browser draws the icon of its calendar, and knows of dark pages only what it is told. */
export const CalendarScheme = styled.div`
  input {
    color-scheme: ${({ theme }) => (theme.colors.neutral0 === '#ffffff' ? 'light' : 'dark')};
  }
`;
