// One girl of fifteen, as a caseworker would tell it: sexually exploited, with a guardian and a school, who asked for asylum;
// from the first contact to the visit a year after.
export const girl = {
  contact: {
    'Date of the contact': '2025-04-08',
    'Who told us': { choose: ['Hotline', 'School'] },
    'Is anybody in danger now': { choose: 'Immediate danger' },
    'Family name': 'Сапарова',
    'Given name': 'Айпери',
    'Sex': { choose: 'Female' },
    'Safe telephone number': '+7 702 222 33 44',
    'Never do this': 'Не писать в мессенджер: сообщения читает отчим.',
    'What was said': 'Учительница заметила синяки. Девочка просит никому дома не говорить.',
  },
  identity: {
    'Date of birth': '2010-02-11',
    'Citizenship': { code: 'KG' },
    'Languages': { code: 'ky' },
    'Document': { choose: 'Birth certificate' },
  },
  steps: [
    ['Write down a relative', { 'Name of the relative': 'Сапарова Гүлнара', 'Who it is to the person': { choose: 'Guardian' }, 'Telephone': '+7 702 555 66 77', 'Is it safe to contact this relative': { choose: 'Yes' }, 'What guardianship rests on': { choose: 'Decision of the guardianship authority' }, 'Document of the guardianship': '№ 118, 10.04.2025' }, 'Family and dependants'],
    ['Consent', {
      'Purpose': { choose: 'To be helped by us' }, 'Recipient': 'Наш центр', 'Answer': { choose: 'Given' }, 'Date': '2025-04-10', 'Who answered': { choose: 'The child and the guardian' },
      'Who the guardian is': 'Сапарова Гүлнара, тётя', 'Does the child agree': { choose: 'Yes' }, 'Why it is best for the child': 'Дома опасно, у тёти девочка чувствует себя спокойно.',
    }],
    ['Withheld from', { 'Who must not learn anything': 'Отчим', 'Reason': { choose: 'Fear of harm to the person' }, 'Since': '2025-04-08' }],
    ['Risk assessment', {
      'Date': '2025-04-09', 'Why now': { choose: 'First assessment' },
      'Risks': { row: 'Risk', rows: [
        { 'What the risk is': { choose: 'The family is involved' }, 'How likely': { choose: 'Likely' }, 'How bad it would be': { choose: 'Danger to life or freedom' }, 'What is done against it': 'Запрет на сообщения семье.' },
        { 'What the risk is': { choose: 'Social networks or telephone can be traced' }, 'How likely': { choose: 'Possible' }, 'How bad it would be': { choose: 'Serious harm' }, 'What is done against it': 'Новая SIM-карта.' },
      ] },
      'Overall risk: your decision': { choose: 'Critical risk' },
    }],
    ['Safety plan', { 'Date': '2025-04-09', 'What I do then': 'Звоню тёте и кодовое слово.', 'Code words and what they mean': 'Ромашка: приезжай сейчас.' }],
    ['What happened', { 'Means of control': { choose: ['Physical threats', 'Sexual abuse'] }, 'Type of exploitation': { choose: 'Sexual exploitation' }, 'Age when it began': '14' }],
    ['Identification', { 'Status': { choose: 'Identified by the state' }, 'Who decided': { choose: 'Police' }, 'Date of the decision': '2025-04-25', 'Reasons': 'Ребёнок; средство принуждения не требуется.' }],
    ['Needs assessment', {
      'Date': '2025-04-11', "In the person's own words": 'Хочу учиться и не встречаться с ним.',
      'Needs': { row: 'Need', rows: [{ 'What is needed': { choose: 'School and education' }, 'How urgent': { choose: 'Within a week' } }, { 'What is needed': { choose: 'Guardianship' }, 'How urgent': { choose: 'Now' } }] },
    }],
    ['Individual plan', {
      'Date': '2025-04-15', "In the person's own words": 'Закончить девятый класс.',
      'Goals': { row: 'Goal', rows: [
        { 'What is to be reached': 'Девочка ходит в школу', 'Steps': { row: 'Step', rows: [{ 'What is done': 'Перевод в другую школу', 'By when': '2025-05-01' }, { 'What is done': 'Учебники и форма', 'By when': '2025-08-25' }] } },
        { 'What is to be reached': 'Статус беженца получен' },
      ] },
      'Does the person agree': { choose: 'Agrees' }, 'Date of the answer': '2025-04-15',
    }],
    ['Stay in the country', { 'Status': { choose: 'Asylum seeker' }, 'Known since': '2025-04-20', 'Asylum': { choose: 'Requested' } }],
    ['Proceeding', { 'Kind': { choose: 'Criminal' }, 'Court or body': 'Районный суд', 'Part of the person in it': { choose: 'A child whom it is about' }, 'Stage': { choose: 'Decision final' }, 'Begun on': '2025-04-26', 'Ended on': '2025-12-19' }],
    ['Hearing or interview', { 'What it is': { choose: 'Recorded interview' }, 'Day': '2025-05-06', 'Court or body': 'Следственный отдел', 'Protection that was asked for': { choose: ['Psychologist present', 'Legal representative of the child', 'One interview only'] }, 'Did it take place': { choose: 'Took place' } }],
    ['Health', { 'Date': '2025-04-12', 'What it is about': { choose: 'Psychology' }, 'Note': 'Тревога, сон нарушен.' }],
  ],
  service: { select: 'social_pedagogical/', answers: { 'Date': '2025-05-12', 'Last day of the period': '2025-05-30', 'Quantity': '14', 'Unit': { choose: 'Hour' }, 'Provider': 'Педагог центра', 'Paid by': { choose: 'Own funds' } } },
  progress: { 'Date': '2025-09-05', 'How far it is': { choose: 'Met' }, 'Note': 'Пошла в десятый класс.' },
  review: { 'Date': '2025-07-10', 'Result': { choose: 'The plan stays as it is' }, "In the person's own words": 'Хочу остаться у тёти.' },
  // Nobody calls the embassy, nothing is decided about a journey before guardian and best interest; she stays.
  later: [
    ['Best-interest decision', {
      'Date': '2025-05-15', 'Who took part': 'Орган опеки', 'Who the guardian is': 'Сапарова Гүлнара, тётя', 'How the child was heard': { choose: 'In a conversation alone' }, 'What the child says': 'Хочу жить у тёти.',
      'Which ways were weighed, and what speaks for and against each': 'Дома опасно; у тёти спокойно и есть школа.', 'Decision and reasons': 'Остаётся у тёти.', 'Durable solution': { choose: 'Stay here, with the family or relatives' }, 'Look at it again on': '2025-11-15',
    }],
    ['Follow-up', { 'Date': '2025-05-10', 'How': { choose: 'Visit' }, 'Was the person reached': { choose: 'Yes' }, 'What the person has': { choose: ['A place to live', 'School or training'] } }],
    ['Follow-up', { 'Date': '2025-07-10', 'How': { choose: 'Telephone' }, 'Was the person reached': { choose: 'Yes' } }],
    ['Follow-up', { 'Date': '2025-10-10', 'How': { choose: 'Visit' }, 'Was the person reached': { choose: 'Yes' }, 'Does the person feel safe': { choose: 'Yes' } }],
    ['Stay in the country', { 'Status': { choose: 'Refugee' }, 'Known since': '2025-12-01', 'Asylum': { choose: 'Granted' } }],
    ['Follow-up', { 'Date': '2026-04-10', 'How': { choose: 'The person came to us' }, 'Was the person reached': { choose: 'Yes' }, 'What the person has': { choose: ['A place to live', 'School or training', 'Documents', 'Family or friends'] }, 'Does the person feel safe': { choose: 'Yes' } }],
    ['Check for new exploitation', { 'Date': '2026-04-10', 'Threats to the person or the family': { choose: 'No' }, 'Result': { choose: 'No signs of new exploitation' } }],
  ],
  end: { 'Reason': { choose: 'Goals met' }, 'Date': '2026-04-12', 'Where the person went': { choose: 'Family' } },
  interview: { 'Date': '2026-04-12', 'Did it take place': { choose: 'It took place' }, 'What helped': 'Что можно было учиться.' },
};
