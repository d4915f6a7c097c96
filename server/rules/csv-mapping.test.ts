import { proposeMapping, readHeaders } from './csv-mapping';

describe('headers of a CSV file', () => {
  it('are recognised in the languages of HubSpot', () => {
    expect(
      proposeMapping(
        'contact',
        ['ID de registro', 'Nombre', 'Apellidos', 'Correo', 'Associated Company IDs (Primary)'],
        [],
      ),
    ).toEqual({
      'ID de registro': 'external_id',
      Nombre: 'first_name',
      Apellidos: 'last_name',
      Correo: 'email',
      'Associated Company IDs (Primary)': 'company_ids',
    });
    expect(proposeMapping('contact', ['Vorname', 'Nachname', 'E-Mail-Adresse'], [])).toEqual({
      Vorname: 'first_name',
      Nachname: 'last_name',
      'E-Mail-Adresse': 'email',
    });
    expect(proposeMapping('ticket', ['Statut du ticket', 'Priorité', 'Nom du ticket'], [])).toEqual(
      {
        'Statut du ticket': 'status',
        Priorité: 'priority',
        'Nom du ticket': 'subject',
      },
    );
  });

  it('fill custom properties by any of their labels, join nobody by name beside ids, and never come twice', () => {
    const serial = {
      key: 'serial_number',
      isStandard: false,
      labels: { en: 'Serial number', fr: 'Numéro de série' },
    };
    expect(
      proposeMapping(
        'ticket',
        [
          'numero de serie',
          'Associated Company (Primary)',
          'Associated Company IDs (Primary)',
          'Ticket ID',
          'Record ID',
          'problem',
        ],
        [serial],
      ),
    ).toEqual({
      'numero de serie': 'property:serial_number',
      'Associated Company IDs (Primary)': 'company_ids',
      'Ticket ID': 'external_id',
    });
    expect(readHeaders(['\uFEFFName', ' Name ', ''])).toEqual(['Name', 'Name (2)', 'Column 3']);
  });
});
